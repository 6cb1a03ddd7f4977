import type { Annotation, SessionStorage } from '@playhead/protocol';
import { createModel, loadModel, loadSession, type MomentsDocument, type OpenedSession, type SessionDocument, type SessionModel, storageTexts, type TimelineDocument, toMomentsDocument, toSessionDocument, toTimelineDocument } from '@playhead/replay-core';

/** One turn of a recording: a document whose only turn it is, and whose other parts are those of that turn. `session` is the whole session. */
export interface TurnOfSessionDocument extends SessionDocument {
  /** Which turn it is, from 1, and of how many. */
  readonly part: { readonly turn: number; readonly of: number };
}

/**
 * Reads a recording and puts it together as one document, with the text of its large values.
 *
 * @param storage - Where the recording lives.
 * @param sessionId - Which one.
 * @throws PlayheadError `session_not_found`.
 *
 * @example
 * ```ts
 * const { turns } = await readDocument(storage, sessionId);
 * ```
 */
export async function readDocument(storage: SessionStorage, sessionId: string): Promise<SessionDocument> {
  return loadSession(storage, sessionId);
}

/**
 * Reads every moment of a recording.
 *
 * @param storage - Where the recording lives.
 * @param sessionId - Which one.
 * @throws PlayheadError `session_not_found`.
 *
 * @example
 * ```ts
 * const { moments } = await readMoments(storage, sessionId);
 * ```
 */
export async function readMoments(storage: SessionStorage, sessionId: string): Promise<MomentsDocument> {
  return toMomentsDocument(await modelOf(storage, sessionId), await annotationsOf(storage, sessionId));
}

/**
 * Reads what a recording is and where to go in it: facts, terminals, chapters, moments, snapshots.
 *
 * @param storage - Where the recording lives.
 * @param sessionId - Which one.
 * @throws PlayheadError `session_not_found`.
 *
 * @example
 * ```ts
 * const { durationUs, terminals } = await readTimeline(storage, sessionId);
 * ```
 */
export async function readTimeline(storage: SessionStorage, sessionId: string): Promise<TimelineDocument> {
  return toTimelineDocument(await loadModel(storage, sessionId), await annotationsOf(storage, sessionId));
}

async function modelOf(storage: SessionStorage, sessionId: string): Promise<SessionModel> {
  const builder = createModel({ sessionId });
  for await (const chunk of storage.read(sessionId)) builder.add(chunk.records.map(({ record }) => record), chunk.damage);
  return builder.model;
}

/**
 * Reads one turn of a recording by its index, and no more of the log than it needs.
 *
 * @param storage - Where the recording lives.
 * @param opened - The recording, opened by its index.
 * @param turn - Which turn, from 1.
 * @throws PlayheadError `not_found` when there are fewer turns.
 *
 * @example
 * ```ts
 * const { turns: [turn], part } = await readTurnDocument(storage, await openSession(storage, sessionId), 1);
 * ```
 */
export async function readTurnDocument(storage: SessionStorage, opened: OpenedSession, turn: number): Promise<TurnOfSessionDocument> {
  const model = await opened.readTurn(turn);
  const { sessionId } = opened.index;
  const document = await toSessionDocument(model, { text: storageTexts(storage, sessionId), annotations: await annotationsOf(storage, sessionId) });
  return { ...document, part: { turn, of: opened.turns.length } };
}

/** What was said of a recording; nothing where its storage keeps no such thing. */
async function annotationsOf(storage: SessionStorage, sessionId: string): Promise<readonly Annotation[]> {
  return storage.capabilities.annotations ? storage.annotations(sessionId) : [];
}
