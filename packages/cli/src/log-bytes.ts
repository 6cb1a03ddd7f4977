import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How large the logs of a session are, without opening any.
 *
 * @param dir - The data directory.
 */
export function logBytes(dir: string, sessionId: string): number {
  const folder = join(dir, 'sessions');
  return namesIn(folder).filter((name) => name.endsWith(`${sessionId}.jsonl`)).reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** A size for people. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MB`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing is recorded here
  }
}
