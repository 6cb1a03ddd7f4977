import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { CastHeader } from './types.ts';

/** The size of a terminal whose recording does not tell it. */
const USUAL = { columns: 80, rows: 24 };
const LARGEST = 10_000;

/** A width or height, where it can be one. */
export function cells(value: JsonValue | undefined, usual: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LARGEST ? value : usual;
}

/** Reads the header of an asciicast. @returns undefined for what is none, or of another version. */
export function readHeader(source: JsonValue | undefined): CastHeader | undefined {
  if (!isJsonObject(source)) return undefined;
  const { version, title, command, timestamp } = source;
  if (version !== 1 && version !== 2 && version !== 3) return undefined;
  const inner = version === 3 && isJsonObject(source['term']) ? source['term'] : {};
  const [width, height] = version === 3 ? [inner['cols'], inner['rows']] : [source['width'], source['height']];
  const env = isJsonObject(source['env']) ? source['env'] : {};
  const term = version === 3 ? inner['type'] : env['TERM'];
  return {
    kind: 'header', format: `asciicast-${version}`, columns: cells(width, USUAL.columns), rows: cells(height, USUAL.rows), source,
    ...(typeof timestamp === 'number' && timestamp > 0 && timestamp < 1e10 && { startedAt: Math.round(timestamp * 1e6) }),
    ...(typeof term === 'string' && { term }),
    ...(typeof title === 'string' && { title }),
    ...(typeof command === 'string' && { command }),
  };
}

/** What every version of a header can tell. */
export interface HeaderFacts {
  readonly columns: number;
  readonly rows: number;
  readonly term?: string;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly durationUs: number;
  readonly command?: string;
  readonly title?: string;
  /** A header of another version, whose further fields go over. */
  readonly source?: JsonObject;
}

/** Writes a header of a version. */
export function makeHeader(version: 1 | 2 | 3, { columns, rows, term, startedAt, durationUs, command, title, source = {} }: HeaderFacts): JsonObject {
  const { version: _version, width: _width, height: _height, term: sourceTerm, timestamp, duration: _duration, theme, stdout: _stdout, env, command: _command, title: _title, ...further } = source;
  const known = { ...(command !== undefined && { command }), ...(title !== undefined && { title }) };
  const environment = isJsonObject(env) ? env : {};
  const inner = isJsonObject(sourceTerm) ? sourceTerm : {};
  if (version === 1) return { version, width: columns, height: rows, duration: durationUs / 1e6, ...known, env: { ...environment, ...(term !== undefined && { TERM: term }) } };
  const seconds = Object.keys(source).length > 0 && timestamp === undefined ? {} : { timestamp: Math.floor(startedAt / 1e6) };
  if (version === 2) {
    const colours = inner['theme'] ?? theme;
    return { version, width: columns, height: rows, ...seconds, ...known, ...further, env: { ...environment, ...(term !== undefined && { TERM: term }) }, ...(colours !== undefined && { theme: colours }) };
  }
  const colours = inner['theme'] ?? theme;
  return {
    version, term: { ...inner, cols: columns, rows, ...(term !== undefined && { type: term }), ...(colours !== undefined && { theme: colours }) },
    ...seconds, ...known, ...further, ...(env !== undefined && { env }),
  };
}
