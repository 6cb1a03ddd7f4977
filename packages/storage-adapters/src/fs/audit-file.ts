import { randomUUID } from 'node:crypto';
import { closeSync, constants, fdatasyncSync, fstatSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isJsonObject, isUuid, PlayheadError, REMOVAL_VERSION, type RemovalEntry } from '@playhead/protocol';
import { errnoOf } from './failures.ts';
import { fileAt, makeDirectory, namesIn } from './paths.ts';

// audit.jsonl                        what was removed, and by whom: a line before, and a line after. Nothing of what was in it.
// audit-<time of UTC>-<chance>.jsonl the same, earlier. The oldest go, so that it stays bounded; two processes that turn the file at once
//                                    make two of them and lose none.

/** How long the file may grow before another one is begun. */
const FILE_BYTES = 1024 * 1024;
/** How many earlier ones stay: about 30,000 removals. */
const EARLIER = 8;
const LINE_FEED = 0x0a;
const EARLIER_NAME = /^audit-\d{8}T\d{9}Z-[0-9a-f]{8}\.jsonl$/;

/**
 * Appends lines, as one write.
 *
 * @param durably - Whether the disk has them when this returns.
 */
export function appendAudit(path: string, entries: readonly RemovalEntry[], durably: boolean): void {
  makeDirectory(dirname(path));
  turn(path);
  const fd = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
  try {
    const text = `${endsInsideLine(fd) ? '\n' : ''}${entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')}`;
    const bytes = Buffer.from(text);
    if (writeSync(fd, bytes) !== bytes.length) throw Object.assign(new Error('The disk took only a part of the lines.'), { code: 'ENOSPC' });
    if (durably) fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Every line that can be read, the oldest first. */
export function readAuditFiles(path: string): readonly RemovalEntry[] {
  const folder = dirname(path);
  return [...earlierIn(folder).map((name) => join(folder, name)), path].flatMap((file) => {
    if (!fileAt(file)) return [];
    return textOf(file).split('\n').flatMap((line) => entryOf(line) ?? []);
  });
}

/** The removals that began and of which nobody said what became of them, as after a crash. */
export function unfinishedIn(path: string): readonly RemovalEntry[] {
  const open = new Map<string, RemovalEntry>();
  for (const entry of readAuditFiles(path)) {
    if (entry.state === 'began') open.set(entry.id, entry);
    else open.delete(entry.id);
  }
  return [...open.values()];
}

function turn(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < FILE_BYTES) return;
  const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
  try {
    renameSync(path, join(dirname(path), `audit-${time}-${randomUUID().slice(0, 8)}.jsonl`));
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error; // another process turned it first
  }
  for (const name of earlierIn(dirname(path)).slice(0, -EARLIER)) rmSync(join(dirname(path), name), { force: true });
}

function earlierIn(folder: string): readonly string[] {
  return namesIn(folder).filter((name) => EARLIER_NAME.test(name)).sort();
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PlayheadError('storage_unavailable', `${basename(file)}, which says what was removed, cannot be read. Make it readable.`, { cause });
  }
}

/** A line that was cut off says nothing. */
function entryOf(line: string): RemovalEntry | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (!isJsonObject(value) || value['schemaVersion'] !== REMOVAL_VERSION) return undefined;
    const { id, at, state, action, sessionId } = value;
    const known = typeof id === 'string' && typeof at === 'number' && (state === 'began' || state === 'done' || state === 'failed') && (action === 'delete' || action === 'prune' || action === 'private') && typeof sessionId === 'string' && isUuid(sessionId);
    return known ? (value as unknown as RemovalEntry) : undefined; // what must be there was looked at; the rest is for people
  } catch {
    return undefined;
  }
}

function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}
