import { isUuid, PlayheadError } from '@playhead/protocol';
import { readDocument } from '@playhead/server';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { Command } from '../command.ts';
import { documentLines } from '../document-lines.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** `playhead sessions show`: one recording, put together. */
export const sessionsShowCommand: Command = {
  name: 'sessions show',
  usage: '<id>',
  about: 'show turns and steps of a recording',
  positionals: { min: 1, max: 1 },
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    const [id = ''] = input.positionals;
    if (!isUuid(id)) throw new PlayheadError('usage', 'A session id is a uuid in lower case. playhead sessions list shows them.');
    const storage = fsStorage({ dir: dirOf(input, context) });
    try {
      if (!(await storage.get(id))) throw new PlayheadError('session_not_found', `There is no session ${id} in this data directory. playhead sessions list shows which exist.`);
      const document = await readDocument(storage, id);
      if (input.flag('json')) context.output.line(JSON.stringify(document));
      else for (const line of documentLines(document)) context.output.line(line);
      return 0;
    } finally {
      await storage.close();
    }
  },
};
