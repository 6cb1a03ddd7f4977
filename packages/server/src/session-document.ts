import { type Annotation, type BlobRef, isPlayheadError, previewOf, type SessionStorage } from '@playhead/protocol';
import { createModel, type MomentsDocument, type OpenedSession, type SessionModel, storageSource, type TimelineDocument, toMomentsDocument, toSessionDocument, toTimelineDocument, withSilence, type SessionDocument } from '@playhead/replay-core';

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
  return toSessionDocument(await shownModelOf(storage, sessionId), { text: textsOf(storage, sessionId), annotations: await annotationsOf(storage, sessionId) });
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
  return toTimelineDocument(await shownModelOf(storage, sessionId), await annotationsOf(storage, sessionId));
}

/** Only of a session that goes on is it asked how it is shown: to tell that may cost reading it. */
async function shownModelOf(storage: SessionStorage, sessionId: string): Promise<SessionModel> {
  const model = await modelOf(storage, sessionId);
  const { status } = model.session;
  return status === 'recording' || status === 'processing' ? withSilence(model, await storage.get(sessionId)) : model;
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
  const document = await toSessionDocument(model, { text: textsOf(storage, sessionId), annotations: await annotationsOf(storage, sessionId) });
  return { ...document, part: { turn, of: opened.turns.length } };
}

/** What was said of a recording; nothing where its storage keeps no such thing. */
async function annotationsOf(storage: SessionStorage, sessionId: string): Promise<readonly Annotation[]> {
  return storage.capabilities.annotations ? storage.annotations(sessionId) : [];
}

function textsOf(storage: SessionStorage, sessionId: string): (blob: BlobRef) => Promise<string> {
  const source = storageSource(storage, sessionId);
  return async (blob) => {
    try {
      return (await source.text?.(blob)) ?? previewOf(blob);
    } catch (error) {
      if (isPlayheadError(error, 'blob_not_found')) return previewOf(blob); // one lost value must not hide the rest
      throw error;
    }
  };
}
