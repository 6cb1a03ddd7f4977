import { readDocument } from '@playhead/server';
import type { Command } from '../command.ts';
import { documentLines } from '../document-lines.ts';
import { dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** `playhead sessions show`: one recording, put together. */
export const sessionsShowCommand: Command = {
  name: 'sessions show',
  usage: '<id>',
  about: 'show turns and steps of a recording',
  positionals: { min: 1, max: 1 },
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    const [id = ''] = input.positionals;
    return withStorage(input, context, async (storage) => {
      const document = await readDocument(storage, (await wantedSession(storage, id)).sessionId);
      if (input.flag('json')) context.output.line(JSON.stringify(document));
      else for (const line of documentLines(document)) context.output.line(line);
      return 0;
    });
  },
};
