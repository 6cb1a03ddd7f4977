import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

/** The right to read a spool. */
export interface SpoolLock {
  /** Says that its holder is at work. */
  touch(): void;
  release(): void;
}

/** Whoever says nothing for so long is taken for dead, even when its process id lives on as somebody else's. */
const SILENT_MS = 120_000;

/**
 * Takes the right to read a spool, also from a process that died with it. Readers beside one another would lose nothing, but each would
 * put a session together from half of its payloads.
 *
 * @returns `held` while another process has it; undefined where nobody can have it, in a folder that may not be written.
 */
export function lockSpool(spool: string): SpoolLock | 'held' | undefined {
  const path = join(spool, 'reader.lock');
  const mine = `${process.pid} ${randomUUID()}\n`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
      return {
        touch() { try { utimesSync(path, new Date(), new Date()); } catch { /* taken from us: what we read is stored under the same keys */ } },
        release() { try { if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true }); } catch { /* it is gone already */ } },
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return undefined; // no folder, or one that may not be written
      if (!isDead(path)) return 'held';
      const aside = `${path}.${randomUUID()}`;
      try {
        renameSync(path, aside); // of several that find it dead, one succeeds
        rmSync(aside, { force: true });
      } catch {
        // another one took it
      }
    }
  }
  return 'held';
}

function isDead(path: string): boolean {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (Date.now() - statSync(path).mtimeMs > SILENT_MS) return true;
    if (!Number.isSafeInteger(pid) || pid <= 0) return false; // it is being written
    return !isAlive(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
