import { PlayheadError } from '@playhead/protocol';
import { asUser, checkApart, type Apart } from './apart.ts';
import { checkOutOfReach } from './out-of-reach.ts';

/**
 * Makes sure, before anything is started, that a recording is out of the agent's reach.
 *
 * @throws PlayheadError `usage` or `storage_unavailable` when it would not be.
 */
export function prepareApart(apart: Apart, dir: string | undefined): void {
  checkApart(apart);
  if (dir === undefined) throw new PlayheadError('usage', 'Which data directory of the user who records is meant must be said: --dir. Nothing was started.');
  asUser(apart.recorder, () => checkOutOfReach(dir, apart.agent));
}
