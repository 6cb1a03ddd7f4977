import { statSync, type Stats } from 'node:fs';
import { HEADER } from './create.ts';
import type { Print } from './index-lines.ts';
import { fileAt } from './paths.ts';

/** How long ago a folder must have changed for its time to tell it apart from later changes, in milliseconds. */
const SETTLED_MS = 100;

/** Which folder it is and when its names last changed; undefined when that is so short ago that a later change could look the same. */
export function stateOfFolder(folder: string): string | undefined {
  const stats = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return stats && Date.now() - Number(stats.mtimeMs) > SETTLED_MS ? `${stats.ino}@${stats.mtimeNs}` : undefined;
}

/** The part of a name that a log and what lies beside it share. */
export function stemOfName(name: string): string {
  return name.slice(0, name.endsWith(HEADER) ? -HEADER.length : name.lastIndexOf('.'));
}

/** The state of files; undefined when there are none, or one is gone. */
export function statsOf(logs: readonly string[]): readonly Stats[] | undefined {
  const files: Stats[] = [];
  for (const log of logs) {
    const stats = fileAt(log);
    if (!stats) return undefined;
    files.push(stats);
  }
  return files.length === 0 ? undefined : files;
}

/** The print of files. */
export function printFrom(files: readonly Stats[]): Print {
  let [inode, size, modified] = [0, 0, 0];
  for (const [index, stats] of files.entries()) {
    inode += stats.ino * (index + 1);
    size += stats.size;
    modified += stats.mtimeMs;
  }
  return { inode, size, modified };
}

/** Whether files are as they were, as far as the system tells. */
export function samePrint(a: Print, b: Print): boolean {
  return a.inode === b.inode && a.size === b.size && a.modified === b.modified;
}
