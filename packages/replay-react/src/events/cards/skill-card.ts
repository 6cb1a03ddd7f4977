import type { EventCard } from '../event-card.ts';
import { entryCount } from './entry-count.ts';

const HASH = /^sha256-/;

/** A skill that was loaded, in its version and by the digest of its text. */
export const skillCard: EventCard = {
  icon: 'skill',
  line: ({ event, step }, { messages }) => {
    if (!step?.skill) return undefined;
    const { name, version = '' } = step.skill;
    const { digest } = event.record.data;
    const hashed = HASH.test(version);
    const hash = typeof digest === 'string' ? digest : hashed ? version : undefined;
    return {
      name: messages.names.skill, argument: name,
      first: hashed ? undefined : [[version.slice(0, 40).replace(/^(?=\d)/, 'v')]],
      instead: hash === undefined ? undefined : [[hash.replace(HASH, '').slice(0, 7), 'mono']],
    };
  },
  body: 'skill',
  hasBody: ({ step }) => entryCount(step?.input) > 1,
};
