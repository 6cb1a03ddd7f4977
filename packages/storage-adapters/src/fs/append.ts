import { closeSync, constants, fdatasync, fdatasyncSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { PlayheadError, type AppendDurability } from '@playhead/protocol';

const MAX_OPEN = 32;
const MAX_ATTEMPTS = 3;
const LINE_FEED = 0x0a;
const sync: (fd: number) => Promise<void> = promisify(fdatasync);

interface OpenLog {
  readonly fd: number;
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
 * @throws PlayheadError Whatever `locate` throws; errors of the file system come as they are.
 */
export function createLogWriter(locate: (sessionId: string) => string): LogWriter {
  const open = new Map<string, OpenLog & { readonly path: string }>();
  const forget = (sessionId: string): void => {
    const log = open.get(sessionId);
    if (!log) return;
    open.delete(sessionId);
    log.evicted = true;
    if (log.users === 0) closeSync(log.fd);
  };
  const opened = (sessionId: string): OpenLog & { readonly path: string } => {
    const known = open.get(sessionId);
    if (known && fstatSync(known.fd).nlink > 0) {
      open.delete(sessionId);
      open.set(sessionId, known);
      return known;
    }
    forget(sessionId); // another process deleted the file
    const path = locate(sessionId);
    const fd = openSync(path, constants.O_RDWR | constants.O_APPEND);
    const log = { fd, path, torn: endsInsideLine(fd), users: 0, evicted: false, directorySynced: false };
    const oldest = open.size >= MAX_OPEN ? open.keys().next().value : undefined;
    if (oldest !== undefined) forget(oldest);
    open.set(sessionId, log);
    return log;
  };
  const syncDirectory = (log: OpenLog & { readonly path: string }): void => {
    if (log.directorySynced) return;
    log.directorySynced = true;
    if (process.platform === 'win32') return; // a directory cannot be opened there
    const fd = openSync(dirname(log.path), 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  };
  return {
    forget,
    async append(sessionId, lines, durability) {
      const log = opened(sessionId);
      writeBatch(log, lines);
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
      const log = opened(sessionId);
      writeBatch(log, lines);
      if (durability !== 'fsync') return;
      fdatasyncSync(log.fd);
      syncDirectory(log);
    },
    close() {
      for (const sessionId of open.keys()) forget(sessionId);
    },
  };
}

/**
 * A write that stored only a part is never completed by a second one, which could weld the records of
 * another process: the whole batch is written again on a new line, and readers see each record once.
 */
function writeBatch(log: OpenLog, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const batch = `${lines.join('\n')}\n`;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const bytes = Buffer.from(log.torn ? `\n${batch}` : batch);
    const written = writeSync(log.fd, bytes);
    if (written === bytes.length) {
      log.torn = false;
      return;
    }
    log.torn = log.torn || written > 0;
  }
  throw new PlayheadError('storage_full', 'Could not append: the disk took only a part of the batch, three times. Nothing already stored is lost. Free some room and send the batch again.');
}

function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  return readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}
