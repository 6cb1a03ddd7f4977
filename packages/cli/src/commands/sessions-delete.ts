import { isUuid, PlayheadError } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { Command } from '../command.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** `playhead sessions delete`: removes a recording for good. */
export const sessionsDeleteCommand: Command = {
  name: 'sessions delete',
  usage: '<id>',
  about: 'delete a recording and its values for good',
  positionals: { min: 1, max: 1 },
  options: { dir: dirOption },
  async run(input, context) {
    const [id = ''] = input.positionals;
    if (!isUuid(id)) throw new PlayheadError('usage', 'A session id is a uuid in lower case. playhead sessions list shows them.');
    const storage = fsStorage({ dir: dirOf(input, context) });
    try {
      if (!(await storage.get(id))) throw new PlayheadError('session_not_found', `There is no session ${id} in this data directory. playhead sessions list shows which exist.`);
      await storage.delete(id);
      context.output.line(`deleted ${id}`);
      return 0;
    } finally {
      await storage.close();
    }
  },
};
