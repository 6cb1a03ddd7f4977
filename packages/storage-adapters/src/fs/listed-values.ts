import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LISTED_VALUES } from '@playhead/protocol';
import { createIndexFile, forgetRows, type IndexFile } from './index-file.ts';
import { decodeListed, encodeListed, listedValue, type ListedLine } from './listed-lines.ts';
import { makeDirectory, namesIn, type Folders } from './paths.ts';

// derived/<name>.<version>.jsonl   what lists read of many sessions at once: a line for each session, of several the last counts. Reading 100,000
//                                  of them is reading one file. It may be removed at any time: everything in it can be made again.

/** Lines beyond two for each session before a file is written anew. */
const SPARE_LINES = 1000;
/** An offset and a length as one number: lines are shorter than this. */
const MOST_LINE_BYTES = 2 ** 22;

/** Keeps the values of {@link LISTED_VALUES}. */
export interface ListedValues {
  get(sessionId: string, name: string, version: number): Uint8Array | undefined;
  getMany(sessionIds: readonly string[], name: string, version: number): ReadonlyMap<string, Uint8Array>;
  /** Nothing is kept of a value that is too large to stand among others. @throws An error of the file system. */
  put(sessionId: string, name: string, version: number, bytes: Uint8Array): void;
  /** Another text whenever something may have changed. */
  revision(): string;
  close(): void;
}

interface OpenFile {
  readonly file: IndexFile<ListedLine>;
  /** Where the last line of each session stands. */
  readonly places: Map<string, number>;
  lines: number;
  /** Counts what changed. */
  changes: number;
}

/** Opens nothing before it is used. */
export function createListedValues(folders: Folders): ListedValues {
  const files = new Map<string, OpenFile>();
  const opened = (name: string, version: number): OpenFile => {
    const path = listedPath(folders, name, version);
    const own = files.get(path) ?? { file: createIndexFile<ListedLine>(path, decodeListed), places: new Map<string, number>(), lines: 0, changes: 0 };
    files.set(path, own);
    follow(own);
    return own;
  };
  const read = ({ file, places }: OpenFile, sessionId: string): Uint8Array | undefined => {
    const place = places.get(sessionId);
    if (place === undefined) return undefined;
    let found: Uint8Array | undefined;
    file.readMany(1, () => [Math.floor(place / MOST_LINE_BYTES), place % MOST_LINE_BYTES], (_, line) => void (found = listedValue(line, sessionId)));
    return found;
  };
  return {
    get: (sessionId, name, version) => read(opened(name, version), sessionId),
    getMany(sessionIds, name, version) {
      const own = opened(name, version);
      const found = new Map<string, Uint8Array>();
      const wanted = sessionIds.filter((sessionId) => own.places.has(sessionId));
      const places = Float64Array.from(wanted, (sessionId) => own.places.get(sessionId) ?? 0);
      const order = inOrder(places);
      own.file.readMany(wanted.length, (nth) => {
        const place = places[order(nth)] ?? 0;
        return [Math.floor(place / MOST_LINE_BYTES), place % MOST_LINE_BYTES];
      }, (nth, line) => {
        const sessionId = wanted[order(nth)] ?? '';
        const value = listedValue(line, sessionId);
        if (value) found.set(sessionId, value);
      });
      return found;
    },
    put(sessionId, name, version, bytes) {
      const line = encodeListed(sessionId, bytes);
      if (line.length >= MOST_LINE_BYTES) return; // it can be made again, by who needs it
      const own = opened(name, version);
      if (own.places.size === 0) prepare(folders, name, version);
      own.file.append([line]);
      follow(own);
      if (own.lines > 2 * own.places.size + SPARE_LINES) compact(own);
    },
    revision() {
      for (const own of files.values()) follow(own);
      return [...files.values()].map(({ changes }) => changes).join('.');
    },
    close() {
      for (const { file } of files.values()) file.close();
    },
  };
}

/** Which place comes when: they mostly lie in the order of the list, or the other way round. */
function inOrder(places: Float64Array): (nth: number) => number {
  const rises = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  if (rises) return (nth) => nth;
  if (places.every((place, index) => index === 0 || place < (places[index - 1] ?? 0))) return (nth) => places.length - 1 - nth;
  const order = Uint32Array.from(places, (_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  return (nth) => order[nth] ?? 0;
}

/** Whether values of a name stand together. */
export function isListed(name: string): boolean {
  return LISTED_VALUES.includes(name);
}

/**
 * Takes every byte of the values of sessions out of the files.
 *
 * @throws As {@link forgetRows}.
 */
export function forgetListed(folders: Folders, sessionIds: readonly string[]): void {
  for (const name of namesIn(folders.derived)) if (versionOf(name) !== undefined) forgetRows(join(folders.derived, name), sessionIds);
}

function follow(own: OpenFile): void {
  own.file.follow((line, offset, length) => {
    own.lines += 1;
    own.changes += 1;
    if (!line) return;
    if ('gone' in line) own.places.delete(line.gone);
    else own.places.set(line.sessionId, offset * MOST_LINE_BYTES + length);
  }, () => {
    own.places.clear();
    own.lines = 0;
    own.changes += 1;
  });
}

function compact(own: OpenFile): void {
  own.file.compact([...own.places.values()].sort((a, b) => a - b).map((place) => [Math.floor(place / MOST_LINE_BYTES), place % MOST_LINE_BYTES]));
  follow(own);
}

/** Makes the folder, and removes what earlier versions kept under the name. */
function prepare(folders: Folders, name: string, version: number): void {
  const path = listedPath(folders, name, version);
  makeDirectory(dirname(path));
  for (const other of namesIn(folders.derived)) if (other.startsWith(`${name}.`) && (versionOf(other) ?? version) < version) rmSync(join(folders.derived, other), { force: true });
}

function listedPath(folders: Folders, name: string, version: number): string {
  return join(folders.derived, `${name}.${version}.jsonl`);
}

/** The version in a file's name; undefined for what is no file of values. */
function versionOf(file: string): number | undefined {
  const [, name = '', version] = /^([a-z][a-z0-9-]{0,63})\.(\d{1,15})\.jsonl$/.exec(file) ?? [];
  return isListed(name) ? Number(version) : undefined;
}
