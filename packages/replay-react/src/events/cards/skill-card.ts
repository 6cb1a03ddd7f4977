import type { CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { entryCount } from './entry-count.ts';
import { durationOf, eventLine, statusOf } from './step-line.ts';

/** A skill that was loaded, in its version and by the digest of its text. */
export const skillCard: EventCard = { icon: 'skill', line, body: 'skill', hasBody: ({ step }) => entryCount(step?.input) > 1 };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step?.skill) return eventLine(row, context);
  const { name, version } = step.skill;
  const digest: unknown = row.event.record.data['digest'];
  const shown: readonly MetaItem[] = version === undefined || version.startsWith('sha256-') ? [] : [{ text: /^\d/.test(version) ? `v${version.slice(0, 40)}` : version.slice(0, 40) }];
  const hash = typeof digest === 'string' ? digest : version?.startsWith('sha256-') ? version : undefined;
  const hashed: readonly MetaItem[] = hash === undefined ? durationOf(step, context) : [{ text: hash.replace(/^sha256-/, '').slice(0, 7), look: 'mono' }];
  return { name: context.messages.names.skill ?? '', argument: name, meta: [...shown, ...hashed, ...statusOf(step, context)] };
}
