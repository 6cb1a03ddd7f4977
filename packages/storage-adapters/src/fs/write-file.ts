import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from './failures.ts';
import { fileAt, makeDirectory } from './paths.ts';

/** Puts a whole file in place at once: readers see the old bytes or the new ones, never a part. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  writeBeside(path, bytes, (temporary) => renameSync(temporary, path));
}

/**
 * Writes a file that only the first writer gets to write.
 *
 * @returns The text that stands there now: this one, or that of whoever came first.
 */
export function writeOnce(path: string, text: string): string {
  const standing = readIfThere(path);
  if (standing !== undefined) return standing;
  try {
    writeBeside(path, text, (temporary) => linkSync(temporary, path));
    return text;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    return readIfThere(path) ?? text;
  }
}

/**
 * As {@link replaceFile}, and the disk has it when this returns.
 *
 * @param near - The path that the temporary file stands beside, on the same disk. Default `path`.
 */
export function replaceFileDurably(path: string, content: string, near: string = path): void {
  writeBeside(near, content, (temporary) => renameSync(temporary, path), true);
  syncDirectoryOf(path);
}

/** As {@link writeOnce}, and the disk has it when this returns. */
export function writeOnceDurably(path: string, text: string): void {
  if (readIfThere(path) === undefined) {
    try {
      writeBeside(path, text, (temporary) => linkSync(temporary, path), true);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
  syncDirectoryOf(path);
}

/** Forces the name of a file to the disk. */
export function syncDirectoryOf(path: string): void {
  if (process.platform === 'win32') return; // a directory cannot be opened there
  syncFile(dirname(path));
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A small text file; undefined when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return fileAt(path) && readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a file beside its place and lets the caller put it there. It is gone afterwards unless it was renamed. */
export function writeBeside(path: string, content: string | Uint8Array, put: (temporary: string) => void, durably = false): void {
  makeDirectory(dirname(path));
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    if (durably) syncFile(temporary);
    put(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}
