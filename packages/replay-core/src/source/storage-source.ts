import { type BlobRef, type Chunk, type SessionStorage } from '@playhead/protocol';
import { blobText } from './blob-text.ts';
import { keepSessionIndex } from '../session-index/keep-session-index.ts';
import type { ByteRange, ReplaySource, SourceChunk } from './source.ts';

/**
 * Replays a session of a storage, and keeps the index that is stored beside it up to date.
 *
 * @param options.live - Whether to go on with what is recorded from now on, where the storage can. Default true.
 */
export function storageSource(storage: SessionStorage, sessionId: string, options: { live?: boolean } = {}): ReplaySource {
  const live = (options.live ?? true) && storage.capabilities.live !== false;
  return {
    async *open(signal) {
      const chunks = live ? storage.subscribe(sessionId, { signal }) : storage.read(sessionId, { signal });
      const keeper = keepSessionIndex(storage, sessionId, { signal });
      try {
        for await (const chunk of chunks) {
          keeper.take(chunk);
          yield sourceChunk(chunk);
        }
      } finally {
        void keeper.close(); // nobody waits for it
      }
    },
    text: async (blob: BlobRef) => blobText(blob, await storage.blobs.get(sessionId, blob.$blob)),
    bytes: (blob: BlobRef, range: ByteRange) => storage.blobs.get(sessionId, blob.$blob, range),
  };
}

function sourceChunk({ records, damage, upToDate }: Chunk): SourceChunk {
  return { records: records.map(({ record }) => record), damage, upToDate };
}
