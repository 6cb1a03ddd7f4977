import { type BlobRef, encodeRecord, type SessionRecord } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import { createModel } from '../model/create-model.ts';
import { hunksFromText } from '../model/files.ts';
import type { SessionModel } from '../model/types.ts';
import { findReviewMarkers } from '../review/find-review-markers.ts';
import { search } from '../search.ts';
import { storageSource } from '../source/storage-source.ts';
import { arbitraryLog, storedRecords } from '../test-support/arbitrary-log.ts';
import { recordBuilder } from '../test-support/build-records.ts';
import { BRIEF_FROM_BYTES, createBriefing } from './briefing.ts';
import { createRecordCache } from './record-cache.ts';
import { searchRecords } from './search-records.ts';
import { wholeRecordOf } from './text-in-record.ts';

/** Gives some records of a log long texts, of one or many lines, some of them twice the same. */
const longLog = fc.tuple(arbitraryLog, fc.array(fc.constantFrom('', 'x'.repeat(300), 'error line\n'.repeat(80), `\n \n${'wide '.repeat(900)}`, 'é😀'.repeat(400)), { minLength: 60, maxLength: 60 }))
  .map(([records, texts]) => {
    const known = new Map<SessionRecord, SessionRecord>();
    return records.map((record, index): SessionRecord => {
      const { data } = record;
      const long = texts[index % texts.length] ?? '';
      const longer = known.get(record) ?? {
        ...record,
        data: {
          ...data, ...(typeof data['text'] === 'string' && { text: data['text'] + long }), ...(typeof data['content'] === 'string' && { content: data['content'] + long }),
          ...(record.type === 'mcp_call' && { input: { deep: [{ 'a/b~c': long }], short: 1 } }), ...(record.type === 'tool_result' && { output: { agentId: 'a1', stdout: long } }),
        },
      };
      known.set(record, longer); // a copy stays one
      return longer;
    });
  });

/** What is read in brief of a log, and how its texts come back. */
function readInBrief(records: readonly SessionRecord[]): { readonly brief: readonly SessionRecord[]; readonly resolved: (value: unknown) => Promise<unknown> } {
  const stored = storedRecords(records);
  const briefing = createBriefing({ bytes: BRIEF_FROM_BYTES });
  const brief = stored.map(({ record, line, cursor }) => briefing.take(record, cursor, line.length + 1));
  const cache = createRecordCache(async function* read({ from, to }) {
    yield stored.filter(({ cursor }) => cursor > from && cursor <= to).map(({ record }) => record);
  });
  const resolved = async (value: unknown): Promise<unknown> => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$blob' in value && typeof value.$blob === 'string') {
      const text = await cache.text({ $blob: value.$blob });
      return 'encoding' in value && value.encoding === 'json' ? (JSON.parse(text ?? '') as unknown) : text;
    }
    if (Array.isArray(value)) return Promise.all(value.map(resolved));
    return Object.fromEntries(await Promise.all(Object.entries(value).filter(([key]) => key !== 'record').map(async ([key, inner]) => [key, await resolved(inner)] as const)));
  };
  return { brief, resolved };
}

/** A model as plain values; the hunks of a change where they belong. */
function plain({ events, ...model }: SessionModel): unknown {
  return { ...model, turns: model.turns.map((turn) => ({ ...turn, eventIds: [...turn.eventIds] })), events: events.map(({ record: _record, ...event }) => event) };
}

test('a log in brief gives the rows, steps and figures of the whole log, and its texts are those of the log', async () => {
  await fc.assert(fc.asyncProperty(longLog, fc.integer({ min: 1, max: 40 }), async (records, size) => {
    const { brief, resolved } = readInBrief(records);
    const pieces = createModel();
    for (let at = 0; at < brief.length; at += size) pieces.add(brief.slice(at, at + size));
    const whole = createModel().add(records);
    const inBrief = pieces.model;
    expect(await resolved(plain(inBrief))).toEqual(plain(whole));
    expect(findReviewMarkers(inBrief)).toEqual(findReviewMarkers(whole));
  }), { numRuns: 150 });
});

test('a search of a log in brief finds what a search of the whole log finds, in the same order', async () => {
  await fc.assert(fc.asyncProperty(longLog, fc.constantFrom('error line', 'xxx', 'wide', 'é😀é', 'prompt 1', 'done', 'no such text'), fc.integer({ min: 1, max: 30 }), async (records, query, size) => {
    const { brief } = readInBrief(records);
    const replay = createReplay({
      async *open() {
        for (let at = 0; at < brief.length; at += size) yield { records: brief.slice(at, at + size), upToDate: false };
      },
      async *search(text, signal) {
        const pieces = (async function* read() { for (let at = 0; at < records.length; at += size) yield { records: records.slice(at, at + size) }; })();
        yield* searchRecords(text, pieces, signal);
        searched();
      },
    });
    let searched = (): void => undefined;
    const done = new Promise<void>((resolve) => { searched = resolve; });
    replay.setQuery(query);
    await done;
    const wanted = search(createModel().add(records), query);
    await vi.waitFor(() => expect(replay.getState().hits).toEqual(wanted));
    replay.close();
  }), { numRuns: 12 });
});

test('of a large change the figures are at hand, and its lines are loaded', async () => {
  const lines = Array.from({ length: 400 }, (_, index) => `${index % 3 === 0 ? '-' : '+'}line number ${index}`);
  const record = recordBuilder();
  const hunks = [{ oldStart: 1, oldLines: 134, newStart: 1, newLines: 266, lines }];
  const { brief, resolved } = readInBrief([record('file_diff', { path: 'a.ts', change: 'modified', hunks }, { call: 'c1' })]);
  const [change] = createModel().add(brief).files[0]?.changes ?? [];
  expect(change).toMatchObject({ added: 266, removed: 134, hunks: [] });
  expect(hunksFromText(JSON.stringify(await resolved(change?.hunksBlob)))).toEqual(hunks);
});

test('a record that texts were left out of is there as a whole, byte for byte', async () => {
  const record = recordBuilder()('terminal_output', { text: 'line\n'.repeat(500) }, { call: 'c1' });
  const { brief: [brief], resolved } = readInBrief([record]);
  expect(JSON.stringify(brief).length).toBeLessThan(700);
  expect(await resolved(brief && wholeRecordOf(brief))).toEqual(record);
  expect(wholeRecordOf(record)).toBeUndefined();
});

test('a session of more than 16 MiB opens in brief from a storage, and a text loads when it is asked for', async () => {
  const storage = memoryStorage();
  const record = recordBuilder();
  const records = Array.from({ length: 340 }, (_, index) => record('terminal_output', { text: `${index}: ${'long text '.repeat(6000)}` }, { call: `c${index}` }));
  const { sessionId } = await storage.create({ sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', harness: 'test', name: 'Long', agentName: 'a', workspaceName: 'w' });
  await storage.append(sessionId, records.map((one) => encodeRecord(one)));
  const replay = createReplay(storageSource(storage, sessionId, { live: false }));
  await new Promise<void>((ready) => { replay.subscribe(() => { if (replay.getState().status === 'ready') ready(); }); });
  const outputs = replay.getState().model.events.filter(({ record: { type } }) => type === 'terminal_output');
  expect(outputs.length).toBe(340);
  expect(JSON.stringify(outputs.at(-1)?.record).length).toBeLessThan(700);
  expect(outputs.at(-1)?.summary).toMatch(/^339: long text/);
  const text = outputs.at(-1)?.record.data['text'] as unknown as BlobRef; // a reference: the line above counted its characters
  expect(await replay.text(text)).toBe(records.at(-1)?.data['text']);
  replay.close();
});
