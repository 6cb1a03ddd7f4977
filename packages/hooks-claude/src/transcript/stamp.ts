import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistorySession } from '@playhead/recorder';
import { sha256 } from '../digest.ts';
import { filesOf } from './layout.ts';

/** Counts up with every change of what is read from the same files. */
const READING = 2;

/**
 * What tells whether anything of a session changed: which files it has, how long each is, when its content and its place in the file system changed last, and
 * which file it is. A file that was written anew with the length and time it had is another one, or one that changed.
 */
export async function stampOf({ path, strays, sharesWith = [] }: HistorySession): Promise<string> {
  const { agents, results } = await filesOf(path, strays);
  const kept = (await readdir(results).catch(() => [])).sort().map((name) => join(results, name)); // most sessions have no such folder
  const notes = agents.map((agent) => agent.path.replace(/\.jsonl$/, '.meta.json'));
  const parts: string[] = [];
  for (const file of [path, ...agents.map((agent) => agent.path), ...notes, ...kept]) {
    const stats = await lstat(file, { bigint: true }).catch(() => undefined);
    parts.push(stats ? [file, stats.size, stats.mtimeNs, stats.ctimeNs, stats.dev, stats.ino].join('\u0000') : file);
  }
  return `${READING}-${sha256([...parts, '', ...sharesWith].join('\n'))}`;
}
