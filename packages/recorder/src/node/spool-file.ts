import { closeSync, constants, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { decodeRecord, isUuid, type SessionRecord } from '@playhead/protocol';

/** A line of a spool file, and what it says. */
export interface SpooledRecord {
  readonly line: string;
  readonly record: SessionRecord;
}

/**
 * Writes a spool file for its owner only, as one write. A file is written once and never added to, so that whoever finds it has it whole
 * but for a torn end.
 *
 * @throws What the file system says; then no file stays.
 */
export function writeSpool(path: string, text: string, durable: boolean): void {
  const bytes = Buffer.from(text);
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND, 0o600);
  try {
    if (writeSync(fd, bytes) < bytes.length) throw new Error('the disk took only a part');
    if (durable) fsyncSync(fd);
  } catch (error) {
    removeSpool(path);
    throw error;
  } finally {
    closeSync(fd);
  }
  if (durable) syncDirectory(dirname(path));
}

/** The text of a spool file; empty when another process took it over. */
export async function readSpool(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(emptyWhenGone);
}

/** The same at once. */
export function readSpoolSync(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return emptyWhenGone(error);
  }
}

/** Removes a spool file, which may be gone already. Never throws: a file that stays is delivered again, which readers do not see. */
export function removeSpool(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // see above
  }
}

/** The lines of a spool file. */
export function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** The same for a file of another process, which may have died while it wrote: only what is a record. */
export function recordsOf(text: string): readonly SpooledRecord[] {
  return linesOf(text).flatMap((line) => {
    const record = decodeRecord(line);
    return record ? [{ line, record }] : [];
  });
}

/** The session whose lines a spool file holds; undefined for every other file. */
export function sessionOfSpool(path: string): string | undefined {
  const id = /^\d+_(.+)\.jsonl$/.exec(basename(path))?.[1];
  return id !== undefined && isUuid(id) ? id : undefined;
}

function emptyWhenGone(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''; // errors of the file system have a code
  throw error;
}

function syncDirectory(path: string): void {
  if (process.platform === 'win32') return; // a directory cannot be opened there
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
