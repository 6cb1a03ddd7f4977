import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionStorage } from '@playhead/protocol';

/**
 * How large the log of a session is, without opening it. Of one that was compressed the storage knows.
 *
 * @param dir - The data directory of the storage.
 */
export async function logBytes(storage: SessionStorage, dir: string, sessionId: string): Promise<number> {
  const folder = join(dir, 'sessions');
  const own = namesIn(folder).filter((name) => name.includes(sessionId));
  if (own.some((name) => name.endsWith('.jsonl.gz'))) return (await storage.get(sessionId))?.bytes ?? 0;
  return own.filter((name) => name.endsWith('.jsonl')).reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing is recorded here
  }
}
