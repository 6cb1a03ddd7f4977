import { type BlobRef, isPlayheadError, previewOf, type SessionStorage } from '@playhead/protocol';
import { createModel } from './model/create-model.ts';
import { withSilence } from './model/silent.ts';
import type { SessionModel } from './model/types.ts';
import { type SessionDocument, toSessionDocument } from './session-document.ts';
import { storageSource } from './source/storage-source.ts';

/**
 * Reads a session and puts it together as one value: its turns and steps, iterations, files, tests, final output, usage and what reviewers
 * said, with the text of large values. Of a session of gigabytes use {@link openSession}, which reads parts.
 *
 * @param storage - Where the recording lives.
 * @param sessionId - Its whole id.
 * @throws PlayheadError `session_not_found`.
 *
 * @example
 * ```ts
 * const { session, turns, finalOutput } = await loadSession(storage, sessionId);
 * ```
 */
export async function loadSession(storage: SessionStorage, sessionId: string): Promise<SessionDocument> {
  const annotations = storage.capabilities.annotations ? await storage.annotations(sessionId) : [];
  return toSessionDocument(await loadModel(storage, sessionId), { text: storageTexts(storage, sessionId), annotations });
}

/**
 * Reads a session as the model that views show, for what {@link loadSession} does not hold.
 *
 * @param storage - Where the recording lives.
 * @param sessionId - Its whole id.
 * @throws PlayheadError `session_not_found`.
 *
 * @example
 * ```ts
 * const model = await loadModel(storage, sessionId);
 * const blame = fileHistory(model, 'src/auth.ts');
 * ```
 */
export async function loadModel(storage: SessionStorage, sessionId: string): Promise<SessionModel> {
  const builder = createModel({ sessionId });
  for await (const chunk of storage.read(sessionId)) builder.add(chunk.records.map(({ record }) => record), chunk.damage);
  const { status } = builder.model.session;
  // Only of a session that goes on is it asked how it is shown: to tell that may cost reading it.
  return status === 'recording' || status === 'processing' ? withSilence(builder.model, await storage.get(sessionId)) : builder.model;
}

/**
 * Reads the texts of a session's large values; of one that is lost, its beginning.
 *
 * @param storage - Where the recording lives.
 * @param sessionId - Its whole id.
 *
 * @example
 * ```ts
 * const document = await toSessionDocument(model, { text: storageTexts(storage, sessionId) });
 * ```
 */
export function storageTexts(storage: SessionStorage, sessionId: string): (blob: BlobRef) => Promise<string> {
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
