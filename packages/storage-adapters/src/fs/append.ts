import { fdatasync, fdatasyncSync } from 'node:fs';
import { promisify } from 'node:util';
import { PlayheadError, type AppendDurability } from '@playhead/protocol';
import { LogFile } from './log-file.ts';
import { createUnconfirmed } from './unconfirmed.ts';

const MAX_OPEN = 32;
const MAX_ATTEMPTS = 3;
/** Holds the batches that a recorder sends, of 64 KiB and some events, were each character three bytes. */
const ROOM_BYTES = 512 * 1024;
const sync: (fd: number) => Promise<void> = promisify(fdatasync);

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
    open.get(sessionId)?.close();
    open.delete(sessionId);
  };
  const opened = (sessionId: string): LogFile => {
    const known = open.get(sessionId);
    if (known) {
      if (open.size > 1) { // the one that was used last goes last
        open.delete(sessionId);
        open.set(sessionId, known);
      }
      return known;
    }
    const log = new LogFile(locate(sessionId), () => check(sessionId));
    const oldest = open.size >= MAX_OPEN ? open.keys().next().value : undefined;
    if (oldest !== undefined) forget(oldest);
    open.set(sessionId, log);
    return log;
  };
  const put = (log: LogFile, lines: readonly string[]): void => {
    if (lines.length > 0) log.write(lines, (room ??= Buffer.allocUnsafeSlow(ROOM_BYTES)));
  };
  const write = (sessionId: string, lines: readonly string[]): LogFile => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const log = opened(sessionId);
      put(log, lines);
      // Asked afterwards: what went into a file that was deleted or replaced meanwhile is written again where the log is now.
      if (log.isInPlace()) return log;
      forget(sessionId);
    }
    throw new PlayheadError('storage_unavailable', 'Could not append: the log was replaced while it was written, several times. Nothing already stored is lost. Send the batch again.');
  };
  const unconfirmed = createUnconfirmed((sessionId, lines) => {
    if (open.get(sessionId)?.isInPlace() !== true) write(sessionId, lines);
  });
  return {
    forget,
    async append(sessionId, lines, durability) {
      const log = write(sessionId, lines);
      if (durability !== 'fsync') return;
      await log.use(sync);
      log.syncDirectory();
    },
    appendSync(sessionId, lines, durability) {
      const known = durability === 'write' && unconfirmed.take(sessionId, lines) ? open.get(sessionId) : undefined;
      if (known) return put(known, lines);
      const log = write(sessionId, lines);
      unconfirmed.confirmed(sessionId);
      if (durability !== 'fsync') return;
      fdatasyncSync(log.fd);
      log.syncDirectory();
    },
    close() {
      unconfirmed.confirm();
      for (const sessionId of open.keys()) forget(sessionId);
    },
  };
}
