import { createSessionRecording } from '@playhead/recorder';
import { changeTags, readTags } from '@playhead/server';
import { accountName } from '../account-name.ts';
import type { Command } from '../command.ts';
import { plain } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** The id, and the most tags that are changed at once. */
const MOST_WORDS = 101;

/** `playhead sessions tag`: what people file a recording under. The log stays as it is. */
export const sessionsTagCommand: Command = {
  name: 'sessions tag',
  usage: '<id> [tag…]',
  about: 'give a recording tags, or take them away; without any, list those it has',
  examples: [
    { line: 'sessions tag 0194 nightly auth', about: 'file it under two words' },
    { line: 'sessions tag 0194 --remove auth', about: 'take one of them away' },
    { line: 'sessions tag 0194', about: 'which tags it has' },
  ],
  completes: 'session',
  positionals: { min: 1, max: MOST_WORDS },
  options: {
    remove: { type: 'string', value: 'tag', multiple: true, about: 'take this tag away; one that was recorded stays' },
    author: { type: 'string', value: 'name', about: 'who says so (default: the name of your account)' },
    dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [id = '', ...added] = input.positionals;
    const remove = input.texts('remove');
    return withStorage(input, context, async (storage) => {
      const { sessionId } = await wantedSession(storage, id);
      if (added.length + remove.length > 0) await changeTags(storage, sessionId, { add: added, remove, author: input.text('author') ?? accountName() }, await createSessionRecording({ dir: dirOf(input, context) })().guard());
      const tags = await readTags(storage, sessionId);
      context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, sessionId, tags }) : tags.length > 0 ? plain(tags.join(', '), 2000) : 'no tags');
      return 0;
    });
  },
};
