import type { JsonValue } from '@playhead/protocol';
import { readJson } from '../source/log-format.ts';
import { parseSeconds, type ExactTime } from './seconds.ts';
import type { CastEvent } from './types.ts';

/** Reads one event of an asciicast, `[1.5, "o", "text"]`; the first version has no code. @returns undefined for what is none. */
export function readEventLine(line: string, timeOf: (time: ExactTime) => number, coded = true): CastEvent | undefined {
  const value = readJson(line);
  const text = /^\s*\[\s*(-?\d[\d.eE+-]*)/.exec(line)?.[1];
  const time = text === undefined ? undefined : parseSeconds(text);
  if (!Array.isArray(value) || !time || text === undefined) return undefined;
  const [, code, ...items] = (coded ? value : [value[0], 'o', ...value.slice(1)]) as readonly JsonValue[]; // JSON by the line above
  if (typeof code !== 'string') return undefined;
  const [data] = items;
  return {
    kind: 'event', at: timeOf(time), code, data: typeof data === 'string' ? data : '',
    ...(!time.whole && { time: text }),
    ...((items.length !== 1 || typeof data !== 'string') && { items }),
  };
}

/** Writes an event. @param code - Absent in the first version. */
export function writeEventLine(time: string, code: string | undefined, { data, items }: Pick<CastEvent, 'data' | 'items'>): string {
  const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
  const rest = (items ?? [text]).map((item) => `, ${JSON.stringify(item)}`).join('');
  return code === undefined ? `[${time}${rest}]` : `[${time}, ${JSON.stringify(code)}${rest}]`;
}
