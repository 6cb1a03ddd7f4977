import { accountName } from '../account-name.ts';
import type { Command } from '../command.ts';
import { dirOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** `playhead sessions delete`: removes a recording for good. */
export const sessionsDeleteCommand: Command = {
  name: 'sessions delete',
  usage: '<id>',
  about: 'delete a recording and its values for good',
  examples: [
    { line: 'sessions delete 0194', about: 'delete one recording for good' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: { dir: dirOption },
  async run(input, context) {
    const [id = ''] = input.positionals;
    return withStorage(input, context, async (storage) => {
      const { sessionId } = await wantedSession(storage, id);
      await storage.delete(sessionId, { action: 'delete', by: accountName() });
      context.output.line(`deleted ${sessionId}`);
      return 0;
    });
  },
};
