import { type BlobRef, type Chunk, type Cursor, LOG_END, type SessionStorage } from '@playhead/protocol';
import { type Briefing, createBriefing } from '../brief/briefing.ts';
import { createRecordCache } from '../brief/record-cache.ts';
import { type SearchedPiece, searchRecords } from '../brief/search-records.ts';
import { createSharedTexts, type SharedTexts } from '../brief/shared-texts.ts';
import { blobBytes, blobText } from './blob-text.ts';
import { keepSessionIndex } from '../session-index/keep-session-index.ts';
import type { ByteRange, ReplaySource, SourceChunk } from './source.ts';

/**
 * Replays a session of a storage, and keeps the index that is stored beside it up to date. Of a log of more than 16 MiB the long texts
 * stay in the storage until they are looked at.
 *
 * @param options.live - Whether to go on with what is recorded from now on, where the storage can. Default true.
 */
export function storageSource(storage: SessionStorage, sessionId: string, options: { live?: boolean } = {}): ReplaySource {
  const live = (options.live ?? true) && storage.capabilities.live !== false;
  let briefing: Briefing | undefined;
  const left = createRecordCache(async function* read({ from, to }, signal) {
    for await (const { records } of storage.read(sessionId, { from, to, ...(signal && { signal }) })) yield records.map(({ record }) => record);
  });
  return {
    async *open(signal) {
      const info = await storage.get(sessionId).catch(() => undefined); // what is wrong, reading says
      const chunks = live ? storage.subscribe(sessionId, { signal }) : storage.read(sessionId, { signal });
      const keeper = keepSessionIndex(storage, sessionId, { signal });
      const reading = createBriefing({ bytes: info?.bytes });
      briefing = reading;
      const texts = createSharedTexts();
      try {
        for await (const chunk of chunks) {
          keeper.take(chunk);
          yield sourceChunk(chunk, reading, texts);
        }
      } finally {
        void keeper.close(); // nobody waits for it
      }
    },
    search: (query, signal, from) => searchRecords(query, pieces(storage, sessionId, signal, from), signal),
    async *read({ from, to = LOG_END, signal }) {
      for await (const { records, next } of storage.read(sessionId, { to, ...(from !== undefined && { from }), ...(signal && { signal }) })) yield { records, next };
    },
    derived: async (name, version) => (storage.capabilities.derived ? storage.derived.get(sessionId, name, version) : undefined),
    inBrief: () => briefing?.brief === true,
    text: async (blob: BlobRef, signal) => left.text(blob, signal) ?? blobText(blob, await storage.blobs.get(sessionId, blob.$blob)),
    async bytes(blob: BlobRef, range: ByteRange, signal) {
      const inLog = left.text(blob, signal);
      return inLog ? blobBytes(blob, await inLog).subarray(range.start, range.end) : storage.blobs.get(sessionId, blob.$blob, range);
    },
  };
}

async function* pieces(storage: SessionStorage, sessionId: string, signal: AbortSignal, from: Cursor | undefined): AsyncGenerator<SearchedPiece> {
  const totalBytes = from === undefined ? (await storage.get(sessionId))?.bytes : undefined;
  let readBytes = 0;
  for await (const { records, next } of storage.read(sessionId, { signal, ...(from !== undefined && { from }) })) {
    for (const { line } of records) readBytes += line.length + 1; // as characters: nearly the same, and it costs nothing
    yield { records: records.map(({ record }) => record), next, ...(totalBytes !== undefined && { progress: { readBytes: Math.min(readBytes, totalBytes), totalBytes } }) };
  }
}

function sourceChunk({ records, damage, upToDate, next }: Chunk, briefing: Briefing, texts: SharedTexts): SourceChunk {
  const taken = records.map(({ record, cursor, line }) => {
    const brief = briefing.take(record, cursor, line.length + 1);
    return briefing.brief ? texts.share(brief) : brief;
  });
  briefing.skip(next);
  return { records: taken, damage, upToDate };
}
