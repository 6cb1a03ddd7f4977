import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test, vi } from 'vitest';
import { get, handlerFor } from './support.ts';

const ID = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';

/** A storage with a log in pieces, that notes what is read and not closed. */
async function counted(): Promise<{ readonly storage: SessionStorage; readonly open: Set<symbol> }> {
  const own = memoryStorage();
  await own.create({ sessionId: ID, name: 'x', harness: 'h', agentName: 'a', workspaceName: 'w' });
  await own.append(ID, Array.from({ length: 9 }, (_, n) => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n, type: 'prompt', via: 'sdk', data: { text: 'x'.repeat(20_000), number: n } })));
  const open = new Set<symbol>();
  const read: SessionStorage['read'] = async function* read(...range) {
    const reading = Symbol('reading');
    open.add(reading);
    try {
      for await (const chunk of own.read(...range)) for (const record of chunk.records) yield { ...chunk, records: [record], next: record.cursor, upToDate: false };
    } finally {
      open.delete(reading);
    }
  };
  return { storage: { ...own, read }, open };
}

test.each(['text/event-stream', 'application/x-ndjson'])('whoever goes away in the middle of %s leaves nothing open', async (accept) => {
  const { storage, open } = await counted();
  const { body } = await get(handlerFor({ storage }), `/api/v1/sessions/${ID}/records?follow=false`, { accept });
  const reader = body?.getReader();
  await reader?.read();
  await reader?.read();
  expect(open.size).toBe(1);
  await reader?.cancel();
  await vi.waitFor(() => expect(open.size).toBe(0));
});
