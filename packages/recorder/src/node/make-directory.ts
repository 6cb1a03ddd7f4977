import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory and those above it that are missing, for their owner only.
 * One by one: Node's own recursive `mkdir` never returns where a system refuses with `ENOENT`, as Linux does below `/proc`.
 */
export function makeDirectory(dir: string): void {
  if (existsSync(dir) || dirname(dir) === dir) return;
  makeDirectory(dirname(dir));
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(dir)) throw error; // else another process was faster
  }
}
