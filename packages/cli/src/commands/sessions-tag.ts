import { PlayheadError } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createAnnotator, listReviewedSessions } from '@playhead/replay-core';
import { safeAnnotation } from '@playhead/server';
import { accountName } from '../account-name.ts';
import type { Command } from '../command.ts';
import { plain } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** The longest tag. */
const MOST_CHARACTERS = 100;
const MOST_TAGS = 100;

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
  positionals: { min: 1, max: MOST_TAGS },
  options: {
    remove: { type: 'string', value: 'tag', multiple: true, about: 'take this tag away; one that was recorded stays' },
    author: { type: 'string', value: 'name', about: 'who says so (default: the name of your account)' },
    dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [id = '', ...added] = input.positionals.map((word, index) => (index === 0 ? word : word.trim()));
    const changes = [...added.map((tag) => ({ tag, set: true })), ...input.texts('remove').map((tag) => ({ tag: tag.trim(), set: false }))];
    const wrong = changes.find(({ tag }) => tag === '' || tag.length > MOST_CHARACTERS || tag.includes(','));
    if (wrong) throw new PlayheadError('usage', `A tag is a text of up to ${MOST_CHARACTERS} characters without commas, so nothing was changed. Correct "${plain(wrong.tag, 40)}".`);
    return withStorage(input, context, async (storage) => {
      const { sessionId } = await wantedSession(storage, id);
      const annotate = createAnnotator();
      const guard = await createSessionRecording({ dir: dirOf(input, context) })().guard();
      for (const data of changes) await storage.annotate(sessionId, safeAnnotation(annotate(input.text('author') ?? accountName(), { type: 'tag', data }), guard));
      const { sessions: [session] } = await listReviewedSessions(storage, { id: sessionId });
      const tags = session && Array.isArray(session.tags) ? session.tags : []; // a recorded header may hold anything
      context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, sessionId, tags }) : tags.length > 0 ? plain(tags.join(', '), 2000) : 'no tags');
      return 0;
    });
  },
};
