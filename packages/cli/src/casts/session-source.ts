import type { SessionStorage } from '@playhead/protocol';
import { storageSource } from '@playhead/replay-core';
import type { CastSource } from '@playhead/replay-core/cast';

/** A recording of the storage, to be written as another kind of file. */
export async function sessionSource(storage: SessionStorage, sessionId: string, signal: AbortSignal): Promise<CastSource> {
  const { text } = storageSource(storage, sessionId, { live: false });
  return {
    async *read() {
      for await (const { records } of storage.read(sessionId, { signal })) yield records.map(({ record }) => record);
    },
    text: async (blob) => (await text?.(blob)) ?? '',
    annotations: storage.capabilities.annotations ? await storage.annotations(sessionId) : [],
  };
}
