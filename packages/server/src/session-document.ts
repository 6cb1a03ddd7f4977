import { isPlayheadError, previewOf, type SessionStorage } from '@playhead/protocol';
import { createModel, storageSource, toSessionDocument, type SessionDocument } from '@playhead/replay-core';

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
  const builder = createModel({ sessionId });
  for await (const chunk of storage.read(sessionId)) builder.add(chunk.records.map(({ record }) => record), chunk.damage);
  const source = storageSource(storage, sessionId);
  return toSessionDocument(builder.model, {
    async text(blob) {
      try {
        return (await source.text?.(blob)) ?? previewOf(blob);
      } catch (error) {
        if (isPlayheadError(error, 'blob_not_found')) return previewOf(blob); // one lost value must not hide the rest
        throw error;
      }
    },
  });
}
