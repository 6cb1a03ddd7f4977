import type { DiffHunk, ReviewAnchor } from '@playhead/protocol';
import type { FileChange, ReplayEvent, SessionModel, Turn } from '../model/types.ts';
import { firstIndexFrom, lastIndexAt } from '../replay/places.ts';
import { placeInHunks, quoteLine } from './place-in-hunks.ts';

/** Longest beginning of a prompt that an anchor quotes. */
const MOST_PROMPT = 200;
/** Of an event, what its line says is quoted so far; less than this tells nothing apart. */
const MOST_TITLE = 200;
const LEAST_TITLE = 4;

/** The anchor of an event, with what its line says. */
export function anchorOfEvent(event: ReplayEvent): ReviewAnchor {
  const { id, record, turnId } = event;
  const quote = quoteOfEvent(event);
  return { on: 'event', ...namesOf(record, id), ...(turnId !== undefined && { turn: turnId }), ...(quote !== undefined && { quote }) };
}

/** What an anchor quotes of an event: the beginning of what its line says. Internal. */
export function quoteOfEvent({ summary, title }: Pick<ReplayEvent, 'summary' | 'title'>): string | undefined {
  const text = (summary || title).slice(0, MOST_TITLE);
  return text.trim().length < LEAST_TITLE ? undefined : text;
}

/** The anchor of a turn: of its prompt, where it has one. */
export function anchorOfTurn({ events }: Pick<SessionModel, 'events'>, turn: Turn): ReviewAnchor {
  const { id, prompt, startedAt } = turn;
  const opener = openerOf(events, turn);
  return {
    on: 'turn', turn: id, at: startedAt, ...(opener && namesOf(opener.record, opener.id)),
    ...(typeof prompt?.text === 'string' && prompt.text !== '' && { quote: prompt.text.slice(0, MOST_PROMPT) }),
  };
}

/** The prompt that a turn began with: hardly ever further on than its first event. */
function openerOf(events: readonly ReplayEvent[], { id, startedAt, prompt, eventIds }: Turn): ReplayEvent | undefined {
  if (!prompt) return undefined;
  let left = eventIds.length;
  for (let index = firstIndexFrom(events, startedAt); index < events.length && left > 0; index += 1) {
    const event = events[index];
    if (event?.turnId !== id) continue;
    if (event.record.type === 'prompt' && event.record.agent === undefined) return event;
    left -= 1;
  }
  return undefined;
}

/**
 * The anchor of a stretch of time: from the first event in it to the last.
 *
 * @param range - Both ends belong to it: microseconds since the Unix epoch.
 */
export function anchorOfRange({ events }: Pick<SessionModel, 'events'>, { from, to }: { readonly from: number; readonly to: number }): ReviewAnchor {
  const [begin, end] = [firstIndexFrom(events, from), lastIndexAt(events, to)];
  const [first, last] = begin <= end ? [events[begin], events[end]] : [];
  return {
    on: 'range', ...(first && namesOf(first.record, first.id)), at: Math.round(from), until: Math.round(to),
    ...(last && { untilEventId: last.id, ...(last.record.key !== undefined && { untilKey: last.record.key }) }),
  };
}

/**
 * The anchor of a line of a diff, with its text and the lines around it. Of several changes that the diff shows together the line
 * belongs to the last one that has it.
 *
 * @param changes - The changes that the diff shows, in order.
 * @param hunk - The hunk as it is shown.
 * @param index - Place of the line among the lines of the hunk.
 * @returns undefined where there is no line that counts.
 */
export function anchorOfLine({ events }: Pick<SessionModel, 'events'>, changes: readonly Pick<FileChange, 'path' | 'eventId' | 'at' | 'hunks'>[], hunk: DiffHunk, index: number): ReviewAnchor | undefined {
  const shown = quoteLine(hunk, index);
  if (!shown) return undefined;
  for (const change of [...changes].reverse()) {
    const place = placeInHunks(change.hunks, { on: 'line', ...shown });
    const own = place && change.hunks[place.hunk];
    const quoted = own && quoteLine(own, place.index);
    if (quoted) return { ...anchorOfChange(events, change), ...quoted, ...(shown.side && { side: shown.side }) };
  }
  const last = changes.at(-1);
  return last && { ...anchorOfChange(events, last), ...shown };
}

function anchorOfChange(events: readonly ReplayEvent[], { path, eventId, at }: Pick<FileChange, 'path' | 'eventId' | 'at'>): ReviewAnchor {
  let index = firstIndexFrom(events, at);
  while (index < events.length && events[index]?.id !== eventId) index += 1;
  const event = events[index];
  return { on: 'line', path, eventId, at, ...(event && namesOf(event.record, event.id)) };
}

function namesOf({ key, call, turn, at }: ReplayEvent['record'], eventId: string): Omit<ReviewAnchor, 'on'> {
  return { eventId, at, ...(key !== undefined && { key }), ...(call !== undefined && { call }), ...(turn !== undefined && { turn }) };
}
