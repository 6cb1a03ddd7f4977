import { createHash, randomUUID } from 'node:crypto';
import { renameSync, rmdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SessionStorage } from '@playhead/protocol';
import { makeDirectory } from './make-directory.ts';
import { isRunning, startOf } from './process-start.ts';

/**
 * The folder of one recorder's spool files. Its name says whose it is: the storage the lines are for, the process and when that began.
 * Whoever delivers what it holds takes it over by giving it a new name, which only one can do.
 */
export interface SpoolDirectory {
  /** The path of a file in it; makes the folder. @throws What the file system says. */
  path(name: string, storage: SpoolStorage | undefined): string;
  /** Removes it; it is empty. */
  remove(): void;
  /** Gives it up: from now on it is nobody's. */
  release(): void;
}

/** What tells storages apart. */
export type SpoolStorage = Pick<SessionStorage, 'name' | 'location'>;

/** The name of storages that were never opened: whoever has the session may take the lines. */
const ANY = 'any';
const NAME = /^([\w-]+)\.(\d+)\.(\d+)\.([0-9a-f-]{36})$/;

/** Makes the folder of a recorder, not yet on the disk. @param spools - Where all of them are. */
export function createSpoolDirectory(spools: string): SpoolDirectory {
  let own: string | undefined;
  let storedFor = ANY;
  return {
    path(name, storage) {
      if (own === undefined) {
        storedFor = wordOf(storage);
        own = join(spools, nameOf(storedFor, process.pid));
      }
      makeDirectory(own); // again each time: another process may have taken it over
      return join(own, name);
    },
    remove() {
      if (own === undefined) return;
      removeEmpty(own);
    },
    release() {
      if (own === undefined) return;
      move(own, join(spools, nameOf(storedFor, 0)));
      removeEmpty(own);
      own = undefined;
    },
  };
}

/** The folders that nobody works on and that hold lines for a storage. */
export async function orphanedSpools(spools: string, storage: SpoolStorage): Promise<readonly string[]> {
  const entries = await readdir(spools, { withFileTypes: true }).catch(() => []); // there may be none, and a spill that cannot be read now is there later
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).filter((name) => {
    const [, storedFor, pid, start] = NAME.exec(name) ?? [];
    return (storedFor === wordOf(storage) || storedFor === ANY) && !isRunning(Number(pid), String(start));
  }).map((name) => join(spools, name));
}

/** Takes a folder over. @returns Its new path; undefined when somebody else was faster. */
export function claimSpool(path: string): string | undefined {
  return renamed(path, process.pid);
}

/** Gives up a folder that was taken over. @returns Its new path; undefined when nothing was left in it. */
export function releaseSpool(path: string): string | undefined {
  return removeEmpty(path) ? undefined : renamed(path, 0);
}

function renamed(path: string, pid: number): string | undefined {
  const to = join(dirname(path), nameOf(NAME.exec(basename(path))?.[1] ?? ANY, pid));
  return move(path, to) ? to : undefined;
}

function nameOf(storage: string, pid: number): string {
  return `${storage}.${pid}.${pid === 0 ? 0 : startOf(pid) ?? 0}.${randomUUID()}`;
}

/** A storage in a word: what another one with the same name holds is not its business. */
function wordOf(storage: SpoolStorage | undefined): string {
  if (!storage) return ANY;
  const { name, location = '' } = storage;
  return `${name.replaceAll(/[^\w-]/g, '-')}-${createHash('sha256').update(location).digest('hex').slice(0, 8)}`;
}

function move(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false; // it is gone
  }
}

function removeEmpty(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false; // not empty, or gone
  }
}
