import { encodeRecord } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test } from 'vitest';
import { buildBriefParts } from './build-brief-parts.ts';
import { keptPart } from './kept-parts.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const RECORDS = 900;

test('whoever asks for something while a log is kept in brief waits for a few records of it, and nothing is missing', async () => {
  const storage = memoryStorage();
  await storage.create({ sessionId: ID, name: 'Long', harness: 'h', agentName: 'a', workspaceName: 'w' });
  const text = 'What it said, and more of it.\n'.repeat(100);
  await storage.append(ID, Array.from({ length: RECORDS }, (_, n) => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n, type: 'assistant_text', via: 'sdk', data: { text: `${n}: ${text}` } })));
  let pauses = 0;
  const { signal } = new AbortController();
  await buildBriefParts(storage, { sessionId: ID, bytes: 1e9 }, { signal, pause: async () => ((pauses += 1), false) });
  expect(pauses).toBeGreaterThanOrEqual(RECORDS / 64);
  const kept: string[] = [];
  for (let [number, cursor] = [0, '']; ; number += 1) {
    const part = await keptPart(storage, ID, number, cursor, signal);
    if (!part) break;
    kept.push(...[...new TextDecoder().decode(part.events).matchAll(/"id":"r(\d+)"/g)].map(([, found = '']) => found));
    cursor = part.head.to;
  }
  expect(kept.length).toBeGreaterThan(40);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => String(n)));
});
