import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from './paths.ts';

/**
 * Removes what recorders of this data directory keep on the disk for a session because its storage did not take it.
 * A recorder that still has it in mind finds its files gone, and lets go of them.
 */
export function removeSpools(dir: string, sessionId: string): void {
  const spools = join(dir, 'spool');
  for (const recorder of namesIn(spools)) {
    for (const name of filesIn(join(spools, recorder))) if (name.endsWith(`_${sessionId}.jsonl`)) rmSync(join(spools, recorder, name), { force: true });
  }
}

function filesIn(directory: string): string[] {
  try {
    return namesIn(directory);
  } catch {
    return []; // no directory: nobody of ours made it
  }
}
