import { closeSync, constants, fdatasync, fdatasyncSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { PlayheadError, type AppendDurability } from '@playhead/protocol';
import { syncDirectoryOf } from './write-file.ts';

const MAX_OPEN = 32;
const MAX_ATTEMPTS = 3;
const LINE_FEED = 0x0a;
/** Holds the batches that a recorder sends, of 64 KiB and an event. */
const ROOM_BYTES = 256 * 1024;
const sync: (fd: number) => Promise<void> = promisify(fdatasync);

interface OpenLog {
  readonly fd: number;
  /** Which file it is, whatever becomes of its name. */
  readonly inode: number;
  /** Whether the next batch must begin on a new line, because the last one was cut off. */
  torn: boolean;
  /** Calls that still need the descriptor. */
  users: number;
  evicted: boolean;
  directorySynced: boolean;
}

/** Writes batches to the logs of one data directory. */
export interface LogWriter {
  append(sessionId: string, lines: readonly string[], durability: AppendDurability): Promise<void>;
  appendSync(sessionId: string, lines: readonly string[], durability: AppendDurability): void;
  /** Closes what is open for a session. */
  forget(sessionId: string): void;
  close(): void;
}

/**
 * One `write` to a descriptor opened for appending per batch: the kernel orders writers, no lock exists.
 * A bounded number of descriptors stays open.
 *
 * @param locate - Finds the log to append to.
 * @param check - Throws when nothing may be added to a session; asked once a log is open, so that what forbids it cannot come in between.
 * @throws PlayheadError Whatever `locate` and `check` throw; errors of the file system come as they are.
 */
export function createLogWriter(locate: (sessionId: string) => string, check: (sessionId: string) => void): LogWriter {
  const open = new Map<string, LogFile>();
  let room: Buffer | undefined;
  const forget = (sessionId: string): void => {
    const log = open.get(sessionId);
    if (!log) return;
    open.delete(sessionId);
    log.evicted = true;
    if (log.users === 0) closeSync(log.fd);
  };
  const opened = (sessionId: string): LogFile => {
    const known = open.get(sessionId);
    if (known) {
      open.delete(sessionId);
      open.set(sessionId, known);
      return known;
    }
    const log = openLog(locate(sessionId), () => check(sessionId));
    const oldest = open.size >= MAX_OPEN ? open.keys().next().value : undefined;
    if (oldest !== undefined) forget(oldest);
    open.set(sessionId, log);
    return log;
  };
  const write = (sessionId: string, lines: readonly string[]): LogFile => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const log = opened(sessionId);
      writeBatch(log, lines, (room ??= Buffer.allocUnsafeSlow(ROOM_BYTES)));
      // Asked afterwards: what went into a file that was deleted or replaced meanwhile is written again where the log is now.
      if (statSync(log.path, { throwIfNoEntry: false })?.ino === log.inode) return log;
      forget(sessionId);
    }
    throw new PlayheadError('storage_unavailable', 'Could not append: the log was replaced while it was written, several times. Nothing already stored is lost. Send the batch again.');
  };
  return {
    forget,
    async append(sessionId, lines, durability) {
      const log = write(sessionId, lines);
      if (durability !== 'fsync') return;
      log.users += 1;
      try {
        await sync(log.fd);
        syncDirectory(log);
      } finally {
        log.users -= 1;
        if (log.evicted && log.users === 0) closeSync(log.fd);
      }
    },
    appendSync(sessionId, lines, durability) {
      const log = write(sessionId, lines);
      if (durability !== 'fsync') return;
      fdatasyncSync(log.fd);
      syncDirectory(log);
    },
    close() {
      for (const sessionId of open.keys()) forget(sessionId);
    },
  };
}

type LogFile = OpenLog & { readonly path: string };

function openLog(path: string, check: () => void): LogFile {
  const fd = openSync(path, constants.O_RDWR | constants.O_APPEND);
  try {
    check();
    return { fd, path, inode: fstatSync(fd).ino, torn: endsInsideLine(fd), users: 0, evicted: false, directorySynced: false };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function syncDirectory(log: LogFile): void {
  if (log.directorySynced) return;
  log.directorySynced = true;
  syncDirectoryOf(log.path);
}

/**
 * A write that stored only a part is never completed by a second one, which could weld the records of
 * another process: the whole batch is written again on a new line, and readers see each record once.
 */
function writeBatch(log: OpenLog, lines: readonly string[], room: Buffer): void {
  if (lines.length === 0) return;
  let batch = '';
  for (const line of lines) batch += `${line}\n`; // a rope, put together once when it becomes bytes: `join` would do so line by line
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const bytes = bytesOf(log.torn ? `\n${batch}` : batch, room);
    const written = writeSync(log.fd, bytes);
    if (written === bytes.length) {
      log.torn = false;
      return;
    }
    log.torn = log.torn || written > 0;
  }
  throw new PlayheadError('storage_full', 'Could not append: the disk took only a part of the batch, three times. Nothing already stored is lost. Free some room and send the batch again.');
}

/** Bytes of a character in UTF-8, at most. */
const MOST_BYTES = 3;

/** A text as UTF-8, in `room` where it fits for certain. */
function bytesOf(text: string, room: Buffer): Buffer {
  return text.length * MOST_BYTES <= room.length ? room.subarray(0, room.write(text)) : Buffer.from(text);
}

function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  return readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}
