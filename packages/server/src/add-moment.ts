import { createIdSource, PlayheadError, type SessionInfo, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { openSession } from '@playhead/replay-core';
import { createProducer, encodeRecords, type SessionRecording } from '@playhead/recorder';
import { safeAnnotation } from './routes/annotations.ts';

/** A point of a session that somebody marks. */
export interface NewMoment {
  /** At most 200 characters. */
  readonly title: string;
  /** When it was: microseconds since the Unix epoch, from the start of the session to now, or to its end. Default now; of a session that has ended, its end. */
  readonly at?: number;
  /** More about it. */
  readonly description?: string;
  /** Who marks it, where that is not in the recording. Default `somebody`. */
  readonly author?: string;
}

/** Where a moment went. */
export interface AddedMoment {
  readonly id: string;
  readonly title: string;
  readonly at: number;
  /** A session that goes on has it in its log; beside one that has ended it is noted. */
  readonly stored: 'record' | 'annotation';
}

/** Options of {@link addMoment}. */
export interface AddMomentOptions {
  readonly storage: SessionStorage;
  readonly sessionId: string;
  /** How the session is to be redacted. */
  readonly recording: SessionRecording;
}

const LONGEST_TITLE = 200;
const LONGEST_DESCRIPTION = 10_000;
/** What lies so near outside of a session is its start or its end: people read times to the second, and clocks differ. Microseconds. */
const NEARLY_US = 1_000_000;
/** At these a moment is already: one that is added there would only give it another title. */
const TAKEN: ReadonlySet<string> = new Set(['prompt', 'moment', 'milestone', 'session_checkpoint', 'snapshot', 'note', 'needs_review', 'test_result', 'failure', 'tool_result', 'permission_decision']);

/**
 * Marks a point of a session. While the session is recorded this is a record like any other; afterwards it is an annotation, since what is
 * recorded does not change.
 *
 * @param moment - What it is.
 * @throws PlayheadError `invalid_payload` for a blank or too long title, or a time that is none or not in the session; `session_not_found`; whatever the storage reports.
 *
 * @example
 * ```ts
 * await addMoment({ title: 'Now it works' }, { storage, sessionId, recording: createSessionRecording()() });
 * ```
 */
export async function addMoment(moment: NewMoment, { storage, sessionId, recording }: AddMomentOptions): Promise<AddedMoment> {
  const { title, description, author, ...asked } = checked(moment);
  const session = await storage.get(sessionId);
  if (!session) throw new PlayheadError('session_not_found', `There is no session ${sessionId} in this storage. List the sessions to see which exist.`);
  const at = asked.at === undefined ? undefined : timeIn(session, asked.at);
  const guard = await recording.guard();
  if (session.status === 'recording') {
    const producer = createProducer({ via: 'sdk' });
    const input = { type: 'moment', data: { title, ...(description !== undefined && { description }) }, ...(at !== undefined && { at }) };
    const lines = await encodeRecords([input], { storage, sessionId, producer, guard }, { held: 'all' });
    await storage.append(sessionId, lines, { encoded: true });
    const { id, at: told } = JSON.parse(lines[0] ?? '{}') as SessionRecord; // just encoded
    return { id, title, at: told, stored: 'record' };
  }
  const id = createIdSource()();
  const place = at ?? session.stoppedAt ?? session.updatedAt;
  const eventId = await eventBefore(storage, sessionId, place);
  const data = { action: 'add', title, anchor: { on: 'event', at: place, key: `moment:${id}`, ...(eventId !== undefined && { eventId }) }, ...(description !== undefined && { description }) };
  await storage.annotate(sessionId, safeAnnotation({ id, at: Date.now() * 1000, author: author ?? 'somebody', type: 'moment', data }, guard));
  return { id, title, at: place, stored: 'annotation' };
}

function checked({ title, at, description, author }: NewMoment): NewMoment {
  const name = title.trim();
  if (name === '' || name.length > LONGEST_TITLE) throw wrong(`A moment needs a title of 1 to ${LONGEST_TITLE} characters`);
  if ((description?.length ?? 0) > LONGEST_DESCRIPTION || (author?.length ?? 0) > LONGEST_TITLE) throw wrong('The description or the author of the moment is too long');
  if (at !== undefined && !(Number.isSafeInteger(at) && at > 0)) throw wrong('The time of a moment is a whole number of microseconds since the Unix epoch');
  return { title: name, ...(at !== undefined && { at }), ...(description !== undefined && { description }), ...(author !== undefined && author !== '' && { author }) };
}

/** A time far away would stretch the recording, and what is recorded stays. */
function timeIn({ status, startedAt, stoppedAt = 0, updatedAt }: SessionInfo, at: number): number {
  const end = Math.max(status === 'recording' ? Date.now() * 1000 : stoppedAt, updatedAt);
  if (at >= startedAt - NEARLY_US && at <= end + NEARLY_US) return Math.min(Math.max(at, startedAt), end);
  const [first, last, asked] = [startedAt, end, at].map((time) => clockOf(time));
  throw wrong(`The session goes from ${first} to ${last}, and ${asked} is not in it`);
}

function clockOf(at: number): string {
  const date = new Date(at / 1000);
  return Number.isNaN(date.getTime()) ? 'a time without a date' : date.toISOString();
}

function wrong(what: string): PlayheadError {
  return new PlayheadError('invalid_payload', `${what}, so nothing was marked. Correct it and send it again.`);
}

/** The last event at or before a time: pages jump to events. Reads of the log what its index says may hold it. */
async function eventBefore(storage: SessionStorage, sessionId: string, at: number): Promise<string | undefined> {
  const { index } = await openSession(storage, sessionId);
  const near = index.chunks.filter(({ startedAt }) => startedAt <= at).toSorted((one, other) => other.endedAt - one.endedAt);
  let found: Pick<SessionRecord, 'id' | 'at'> | undefined;
  for (const { from, to, endedAt } of near) {
    if (found && found.at > endedAt) break;
    for await (const { records } of storage.read(sessionId, { from, to })) {
      for (const { record } of records) if (record.at <= at && record.at >= (found?.at ?? -Infinity) && isPlace(record)) found = { id: record.id, at: record.at };
    }
  }
  return found?.id;
}

function isPlace({ type, data }: SessionRecord): boolean {
  return !TAKEN.has(type) && type !== 'terminal_input' && !(type === 'terminal_output' && data['stream'] === 'pty' && data['exitCode'] === undefined);
}
