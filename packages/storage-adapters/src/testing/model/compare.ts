import { isPlayheadError, type Chunk, type Cursor, type SessionStorage } from '@playhead/protocol';
import { plainExpect } from '../expect.ts';
import type { StorageModel } from './model.ts';

/** A cursor that a reader kept, and how many records stood before it. */
export interface Bookmark {
  readonly cursor: Cursor;
  readonly position: number;
}

/** Finds the first difference between what readers of a storage see and what they should see. Keeps a bookmark per session for the next time. */
export async function compareWithModel(storage: SessionStorage, model: StorageModel, ids: readonly string[], bookmarks: Map<string, Bookmark>, random: () => number): Promise<void> {
  for (const sessionId of ids) {
    const session = model.sessions.get(sessionId);
    const info = await storage.get(sessionId);
    if (!session) {
      plainExpect(info, `get of ${sessionId}`).toBe(undefined);
      plainExpect(await codeOf(linesOf(storage, sessionId, '')), `read of ${sessionId}`).toBe('session_not_found');
      bookmarks.delete(sessionId);
      continue;
    }
    const { lines } = session;
    const expected = model.info(sessionId);
    const { bytes: _, ...said } = info ?? {}; // which no record says
    const got = info && said;
    plainExpect(lines.length === 0 && got ? { ...got, startedAt: 0, updatedAt: 0 } : got, `get of ${sessionId}`).toEqual(expected);
    const all = await chunksOf(storage, sessionId, '');
    const records = all.flatMap((chunk) => chunk.records);
    plainExpect(records.map(({ line }) => line), `read of ${sessionId}`).toEqual(lines);
    plainExpect(all.at(-1)?.upToDate, `end of ${sessionId}`).toBe(true);
    const bookmark = bookmarks.get(sessionId);
    if (bookmark) plainExpect(await linesOf(storage, sessionId, bookmark.cursor), `read of ${sessionId} from a cursor kept after record ${bookmark.position}`).toEqual(lines.slice(bookmark.position));
    const position = Math.floor(random() * (records.length + 1));
    const cursor = position === 0 ? '' : (records[position - 1]?.cursor ?? '');
    plainExpect(await linesOf(storage, sessionId, cursor), `read of ${sessionId} from the cursor of record ${position}`).toEqual(lines.slice(position));
    bookmarks.set(sessionId, position === records.length ? { cursor: all.at(-1)?.next ?? '', position } : { cursor, position });
    await compareBeside(storage, sessionId, model);
  }
  await compareLists(storage, model);
}

async function compareBeside(storage: SessionStorage, sessionId: string, model: StorageModel): Promise<void> {
  const session = model.sessions.get(sessionId);
  if (storage.capabilities.annotations) plainExpect(await storage.annotations(sessionId), `annotations of ${sessionId}`).toEqual([...(session?.annotations.values() ?? [])]);
  for (const [blob, bytes] of session?.blobs ?? []) plainExpect(await storage.blobs.get(sessionId, blob), `blob of ${sessionId}`).toEqual(bytes);
  for (const version of storage.capabilities.derived ? [0, 1] : []) {
    plainExpect(await storage.derived.get(sessionId, 'plan', version), `derived value of ${sessionId}`).toEqual(session?.derived.get(`plan.${version}`));
  }
}

async function compareLists(storage: SessionStorage, model: StorageModel): Promise<void> {
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.list({ limit: 2, ...(cursor !== undefined && { cursor }) });
    for (const info of page.sessions) plainExpect(info, `${info.sessionId} in the list`).toEqual(await storage.get(info.sessionId));
    listed.push(...page.sessions.map(({ sessionId }) => sessionId));
    cursor = page.next;
  } while (cursor !== undefined && listed.length <= model.sessions.size);
  plainExpect([...listed].sort(), 'sessions in the list').toEqual([...model.sessions.keys()].sort());
  const ordered = model.listed();
  plainExpect(listed.filter((id) => ordered.includes(id)), 'order of the list').toEqual(ordered);
}

async function chunksOf(storage: SessionStorage, sessionId: string, from: Cursor): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of storage.read(sessionId, { from })) chunks.push(chunk);
  return chunks;
}

/** The lines that a read gives. */
export async function linesOf(storage: SessionStorage, sessionId: string, from: Cursor): Promise<readonly string[]> {
  return (await chunksOf(storage, sessionId, from)).flatMap(({ records }) => records.map(({ line }) => line));
}

/** How a call ended: its code when it was refused. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return isPlayheadError(error) ? error.code : error;
  }
}
