import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PlayheadError } from '@playhead/protocol';
import { errnoOf, isFull } from './failures.ts';
import { encodeGone, idAt, isWhole, ROW } from './index-lines.ts';
import { listedIdAt } from './listed-lines.ts';
import { namesIn } from './paths.ts';

const BLOCK_BYTES = 1024 * 1024;
/** What is read of many rows at a time. */
const STRETCH_BYTES = 4 * BLOCK_BYTES;
/** What lies between may be so many times as long as what is wanted. */
const SPREAD = 20;
/** Rows are shorter: what goes on for longer without a line feed is passed over, so that it takes no memory. */
const MOST_LINE_BYTES = 128 * 1024 * 1024;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** What lines begin with. */
const LIST = 0x5b;
const [GONE, COMPLETE, VALUE] = [0x30, 0x32, 0x22];
const ANY_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const MOST_ROUNDS = 5;
const NO_FILE: ReadonlySet<unknown> = new Set(['ENOENT', 'EISDIR']);
const NO_RIGHT: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM']);

/** Called for each line of the index in their order, with its place in the file; undefined for one that says nothing. */
export type OnLine<Line> = (line: Line | undefined, offset: number, length: number) => void;

/** Reads what a line that stands between two offsets of a buffer says at first sight. That a session is gone, it says as `gone`, and of the whole file as `complete`. */
export type DecodeLine<Line> = (block: Buffer, start: number, stop: number) => Line | undefined;

/**
 * The log of rows that lists are made of. Any number of processes append to it, each batch in one write; of several rows of a session
 * the last counts. It may be removed at any time: everything in it stands in the sessions too.
 */
export interface IndexFile<Line> {
  /**
   * Reads what was added since the last call.
   *
   * @param onAnother - Called first where the file is another one than at the last call, and is read from its beginning.
   */
  follow(onLine: OnLine<Line>, onAnother: () => void): void;
  /** The bytes of a line, as text. */
  read(offset: number, length: number): string;
  /** The bytes of many lines, in the order of their offsets: those that lie near each other are read at a stretch, many times faster than one by one. */
  readMany(count: number, placeOf: (nth: number) => readonly [offset: number, length: number], onBytes: (nth: number, bytes: Buffer) => void): void;
  /** Appends lines. @throws An error of the file system. */
  append(lines: readonly string[]): void;
  /**
   * Writes the file anew with the lines at these places, in their order. What others append meanwhile follows them.
   *
   * @throws An error of the file system.
   */
  compact(places: readonly (readonly [offset: number, length: number])[]): void;
  /**
   * Finds bytes.
   *
   * @param onHit - Hears in which row, at which offset, and how far behind its start. Returns whether the rest of the line is of no interest.
   */
  search(needle: Buffer, onHit: (sessionId: string, offset: number, at: number) => boolean): void;
  close(): void;
}

/** Opens nothing before it is used. */
export function createIndexFile<Line extends object>(path: string, decode: DecodeLine<Line>): IndexFile<Line> {
  let fd: number | undefined;
  let end = 0;
  const close = (): void => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  const opened = (): boolean => {
    const stats = clearPlace(path);
    if (fd !== undefined && stats && fstatSync(fd).ino === stats.ino && stats.size >= end) return false;
    const before = fd;
    close();
    end = 0;
    if (stats?.isFile()) fd = openIfThere(path, 'r');
    return before !== undefined || fd !== undefined;
  };
  const follow = (onLine: OnLine<Line>, onAnother: () => void): void => {
    if (opened()) onAnother();
    if (fd !== undefined) end = readLinesFrom(fd, end, (block, start, stop, offset) => {
      if (block[start] !== SPACE) onLine(decode(block, start, stop), offset, stop - start);
    });
  };
  return {
    follow,
    read(offset, length) {
      if (fd === undefined) return '';
      const bytes = Buffer.allocUnsafe(length);
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, length, offset));
    },
    readMany(count, placeOf, onBytes) {
      let [block, from] = [Buffer.alloc(0), 0];
      for (let nth = 0; nth < count && fd !== undefined; nth += 1) {
        const [offset, length] = placeOf(nth);
        if (offset < from || offset + length > from + block.length) {
          const [last, lastLength] = placeOf(count - 1);
          // As much as is left, where what is left lies close together. A new one: what was handed out stays as it is.
          const room = last + lastLength - offset < SPREAD * lastLength * (count - nth) + BLOCK_BYTES ? Math.min(STRETCH_BYTES, last + lastLength - offset) : length;
          const bytes = Buffer.allocUnsafe(Math.max(length, room));
          [block, from] = [bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset)), offset];
        }
        onBytes(nth, block.subarray(offset - from, offset - from + length));
      }
    },
    append: (lines) => appendLines(path, lines),
    compact(places) {
      if (fd === undefined) return;
      const old = fd;
      const temporary = `${path}.${randomUUID()}.tmp`;
      const target = openSync(temporary, 'wx', 0o600);
      try {
        copyPlaces(old, target, places);
        if (statSync(path, { throwIfNoEntry: false })?.ino !== fstatSync(old).ino) return; // another process was faster
        renameSync(temporary, path);
      } finally {
        closeSync(target);
        rmSync(temporary, { force: true });
      }
      // What went into the old file until it lost its name.
      const late: string[] = [];
      const gone: string[] = [];
      readLinesFrom(old, end, (block, start, stop) => {
        const line = decode(block, start, stop);
        if (line && 'gone' in line) gone.push(String(line.gone));
        if (line && !('complete' in line)) late.push(block.toString('utf8', start, stop));
      });
      if (late.length > 0) appendLines(path, late);
      if (gone.length > 0) forgetRows(path, gone);
    },
    search(needle, onHit) {
      if (fd === undefined || needle.length === 0) return;
      readBlocks(fd, 0, end, (block, from) => {
        for (let at = block.indexOf(needle); at >= 0;) {
          const start = block.lastIndexOf(LINE_FEED, at) + 1;
          const next = onHit(idAt(block, start), from + start, at - start) ? block.indexOf(LINE_FEED, at) : at + 1;
          at = next < 0 ? -1 : block.indexOf(needle, next);
        }
      });
    },
    close,
  };
}

/**
 * Takes every byte of the rows of sessions out of the index, and says that they are gone, also to those who write the file anew meanwhile.
 *
 * @throws An error of the file system; PlayheadError `storage_unavailable` when the file is replaced again and again.
 */
export function forgetRows(path: string, sessionIds: readonly string[]): void {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const name of namesIn(dirname(path))) {
      if (name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp')) rmSync(join(dirname(path), name), { recursive: true, force: true }); // whoever was writing it gives up
    }
    const fd = openToBlank(path);
    if (fd === undefined) return;
    try {
      if (!trySayGone(path, sessionIds)) return;
      blankRows(fd, sessionIds);
      if (statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino) return;
    } finally {
      closeSync(fd);
    }
  }
  throw new PlayheadError('storage_unavailable', 'The index of sessions was replaced again and again, so it may still hold a line of a session that was to be forgotten. Do it again.');
}

/** Where no room is left to say it, the whole file goes: nobody could make room by deleting sessions else. @returns Whether it still stands. */
function trySayGone(path: string, sessionIds: readonly string[]): boolean {
  try {
    appendLines(path, sessionIds.map(encodeGone));
    return true;
  } catch (error) {
    if (!isFull(error)) throw error;
    rmSync(path, { force: true });
    return false;
  }
}

/** One pass, however many sessions there are: of a whole row the id is looked up, any other line is looked through for ids. */
function blankRows(fd: number, sessionIds: readonly string[]): void {
  const ids = new Set(sessionIds);
  readBlocks(fd, 0, fstatSync(fd).size, (block, from) => {
    for (let start = 0; start < block.length;) {
      const feed = block.indexOf(LINE_FEED, start);
      const stop = feed < 0 ? block.length : feed;
      if (stop > start && block[start] !== SPACE && isRowOf(ids, block, start, stop)) writeSync(fd, Buffer.alloc(stop - start, SPACE), 0, stop - start, from + start);
      start = stop + 1;
    }
  });
}

function isRowOf(ids: ReadonlySet<string>, block: Buffer, start: number, stop: number): boolean {
  const kind = block[start] === LIST ? block[start + 1] : undefined;
  if (kind === GONE || kind === COMPLETE) return false;
  if (kind === VALUE) return ids.has(listedIdAt(block, start));
  if (kind === ROW && (ids.has(idAt(block, start)) || isWhole(block, start, stop))) return ids.has(idAt(block, start)); // a whole one of another session may name this one
  return (block.toString('latin1', start, stop).match(ANY_ID) ?? []).some((id) => ids.has(id)); // one that was cut off, or of another version
}

/** Each batch begins on a line of its own: one that was cut off before it costs nothing. */
function appendLines(path: string, lines: readonly string[]): void {
  clearPlace(path);
  const fd = openSync(path, 'a', 0o600);
  try {
    const bytes = Buffer.from(`\n${lines.join('\n')}\n`);
    if (writeSync(fd, bytes) !== bytes.length) throw Object.assign(new Error('The disk took only a part of the lines.'), { code: 'ENOSPC' });
  } finally {
    closeSync(fd);
  }
}

function copyPlaces(source: number, target: number, places: readonly (readonly [number, number])[]): void {
  let parts: Buffer[] = [];
  let length = 0;
  const flush = (): void => {
    for (let bytes = Buffer.concat(parts); bytes.length > 0;) bytes = bytes.subarray(writeSync(target, bytes));
    parts = [];
    length = 0;
  };
  for (const [offset, size] of places) {
    const line = Buffer.allocUnsafe(size + 1);
    if (readSync(source, line, 0, size, offset) !== size) continue;
    line[size] = LINE_FEED;
    parts.push(line);
    length += line.length;
    if (length > BLOCK_BYTES) flush();
  }
  flush();
}

/** Reads whole lines from an offset on. @returns Where the next call goes on. */
function readLinesFrom(fd: number, from: number, onLine: (block: Buffer, start: number, stop: number, offset: number) => void): number {
  return readBlocks(fd, from, fstatSync(fd).size, (block, offset) => {
    for (let start = 0, feed = block.indexOf(LINE_FEED); feed >= 0; start = feed + 1, feed = block.indexOf(LINE_FEED, start)) {
      if (feed > start) onLine(block, start, feed, offset + start);
    }
  });
}

/** Reads blocks of whole lines; a line longer than a block makes it longer. @returns The end of the last whole line. */
function readBlocks(fd: number, from: number, to: number, onBlock: (block: Buffer, offset: number) => void): number {
  let buffer = Buffer.allocUnsafe(BLOCK_BYTES);
  let offset = from;
  while (offset < to) {
    const length = readSync(fd, buffer, 0, Math.min(buffer.length, to - offset), offset);
    if (length === 0) break;
    const used = buffer.lastIndexOf(LINE_FEED, length - 1) + 1;
    if (used === 0) {
      if (length < buffer.length) break; // not written yet
      if (buffer.length < MOST_LINE_BYTES) buffer = Buffer.allocUnsafe(buffer.length * 2);
      else offset += length; // no row is so long
      continue;
    }
    onBlock(buffer.subarray(0, used), offset);
    offset += used;
  }
  return offset;
}

/** Where the file may not be changed, it is removed as a whole. */
function openToBlank(path: string): number | undefined {
  clearPlace(path);
  try {
    return openIfThere(path, 'r+');
  } catch (error) {
    if (!NO_RIGHT.has(errnoOf(error))) throw error;
    rmSync(path, { force: true });
    return undefined;
  }
}

/**
 * Takes away what stands in the place of the index and is none: a link or a second name, through which rows would go into a file of
 * somebody's, even a log; a pipe, which nobody would ever finish to open. A folder stays: then lists do without an index.
 */
function clearPlace(path: string): Stats | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isDirectory() || (stats.isFile() && stats.nlink === 1)) return stats;
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (!NO_RIGHT.has(errnoOf(error))) throw error;
    return stats.isFile() ? stats : undefined; // a directory that may only be read: nothing is written there either
  }
  return undefined;
}

function openIfThere(path: string, flags: string): number | undefined {
  try {
    return openSync(path, flags);
  } catch (error) {
    if (NO_FILE.has(errnoOf(error)) || (flags === 'r' && NO_RIGHT.has(errnoOf(error)))) return undefined;
    throw error;
  }
}
