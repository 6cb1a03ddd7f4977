import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { PlayheadError } from '@playhead/protocol';
import type { Account } from './account.ts';

const OTHERS = 0o077;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Makes the directory of a recording where it is not there, and looks whether a user can get at it.
 *
 * @throws PlayheadError `storage_unavailable` when that user can read or change it, or put another one in its place.
 */
export function checkOutOfReach(dir: string, agent: Account): void {
  const fault = faultOf(dir, agent);
  if (fault !== undefined) throw new PlayheadError('storage_unavailable', `The agent's user could get at the recording: ${fault}. Name another data directory with --dir, one of the user who records.`);
}

function faultOf(given: string, { uid, gid }: Account): string | undefined {
  try {
    mkdirSync(given, { recursive: true, mode: 0o700 });
    const dir = realpathSync(given);
    const own = statSync(dir);
    if (own.uid !== process.geteuid?.()) return `${dir} is not the user's who records`;
    if ((own.mode & OTHERS) !== 0) return `${dir} is open to others`;
    for (let path = dirname(dir), below = dir; ; below = path, path = dirname(path)) {
      const { mode, uid: owner, gid: group } = statSync(path);
      // Who may write to a folder may put another one in the place of what is in it, unless only owners may.
      const mayWrite = owner === uid || (mode & OTHERS_WRITE) !== 0 || ((mode & GROUP_WRITES) !== 0 && (group !== 0 || gid === 0));
      const isKept = (mode & STICKY) !== 0 && owner !== uid && statSync(below).uid !== uid;
      if (mayWrite && !isKept) return `${path}, in which it lies, is not only for those who may change it`;
      if (dirname(path) === path) return undefined;
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
