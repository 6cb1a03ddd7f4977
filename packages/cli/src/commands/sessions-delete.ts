import { accountName } from '../account-name.ts';
import { askFirst } from '../ask-first.ts';
import type { Command } from '../command.ts';
import { plain } from '../plain-text.ts';
import { dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** `playhead sessions delete`: removes a recording for good. */
export const sessionsDeleteCommand: Command = {
  name: 'sessions delete',
  usage: '<id>',
  about: 'delete a recording and its values for good; at a terminal it asks first',
  examples: [
    { line: 'sessions delete 0194', about: 'delete one recording for good' },
    { line: 'sessions delete 0194 --yes', about: 'without being asked' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: { yes: { type: 'boolean', about: 'do not ask first' }, dir: dirOption, json: jsonOption },
  async run(input, context) {
    const [id = ''] = input.positionals;
    return withStorage(input, context, async (storage) => {
      const { sessionId, name, status } = await wantedSession(storage, id);
      const what = `${sessionId}, ${plain(name, 60)}${status === 'recording' ? ', which is still recorded' : ''}`;
      const deleted = input.flag('yes') || (await askFirst(`Delete ${what}, for good?`, context));
      if (deleted) await storage.delete(sessionId, { action: 'delete', by: accountName() });
      context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, sessionId, deleted }) : deleted ? `deleted ${sessionId}` : 'nothing was deleted');
      return deleted ? 0 : 1;
    });
  },
};
