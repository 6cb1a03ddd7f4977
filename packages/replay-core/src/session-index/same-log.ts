import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { nextCheck, ownedBy } from './chunk-list.ts';
import type { IndexChunk, SessionIndex } from './types.ts';

/**
 * Whether a log is the one that an index was made of, as far as its first and its last chunk tell: a log that was replaced, cut or
 * changed in length by hand has others. Costs reading the two.
 */
export async function isOfLog(index: Pick<SessionIndex, 'sessionId' | 'chunks'>, storage: SessionStorage, signal?: AbortSignal): Promise<boolean> {
  const { chunks, sessionId } = index;
  try {
    for (const chunk of new Set([chunks[0], chunks.at(-1)])) if (chunk && !(await holds(storage, sessionId, chunk, signal))) return false;
    return true;
  } catch (error) {
    if (isPlayheadError(error, 'usage')) return false; // its cursors are not of this storage
    throw error;
  }
}

async function holds(storage: SessionStorage, sessionId: string, chunk: IndexChunk, signal: AbortSignal | undefined): Promise<boolean> {
  let records = 0;
  let check = 0;
  for await (const { records: found } of storage.read(sessionId, { from: chunk.from, to: chunk.to, ...(signal && { signal }) })) {
    for (const { record, line } of found) {
      if (!ownedBy(chunk, record)) continue;
      records += 1;
      check = nextCheck(check, line);
    }
  }
  return records === chunk.records && check === chunk.check;
}
