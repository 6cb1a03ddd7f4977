import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { eventRegistry, limitFault, defaultLimits } from '@playhead/protocol';
import { claudeHarness } from '@playhead/hooks-claude';
import { createProducer, createSessionRecording } from '@playhead/recorder';
import { createModel, toReviewDocument } from '@playhead/replay-core';
import { createHandler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test } from 'vitest';
import { readCapture } from '../packages/cli/src/demo/capture.ts';
import { captureOf, temporary } from '../packages/cli/test/support.ts';
import { folder, jsonSchemas } from '../tooling/json-schemas.mjs';

const schemaOf = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>; // our own file
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
const isRecord = ajv.compile(schemaOf('record.schema.json'));
const record = (type: string, data: unknown): unknown => ({ $r: 1, id: 'a', p: 'b', e: 0, n: 0, at: 1, type, via: 'sdk', data });

test('the checked-in schemas are what the code checks by', async () => {
  const made = await jsonSchemas();
  expect(readdirSync(folder).sort()).toEqual(Object.keys(made).sort());
  for (const [name, text] of Object.entries(made)) expect(readFileSync(join(folder, name), 'utf8'), 'Run `pnpm schemas:update` and commit packages/protocol/json-schema with the change.').toBe(text);
});

test('they know every event, refuse what is none of it, and let unknown types pass', () => {
  expect(Object.keys(schemaOf('record.schema.json')['$defs'] as object).sort()).toEqual([...eventRegistry.keys()].sort());
  expect(isRecord(record('terminal_command', { command: 'ls' }))).toBe(true);
  expect(isRecord(record('terminal_command', { command: 7 }))).toBe(false);
  expect(isRecord(record('somebody_elses', { anything: [1, null] }))).toBe(true);
  expect(isRecord({ ...(record('moment', { title: 'x' }) as object), at: 1.5 })).toBe(false);
});

test('everything that a door lets in from a real session, with payloads beyond every limit among it, fits them', async () => {
  const storage = memoryStorage();
  const handler = createHandler({ storage, harnesses: [claudeHarness], recordingOf: createSessionRecording({ dir: temporary(), limits: { eventBytes: 20_000, keys: 60 } }) });
  const send = (body: string): Promise<Response> => handler(new Request('http://127.0.0.1:7433/hooks/claude', { method: 'POST', body }), { port: 7433, remoteAddress: '127.0.0.1' });
  const payloads = readCapture(captureOf('jwt-auth'), temporary()).map(({ payload }) => payload);
  for (const payload of payloads) expect((await send(JSON.stringify(payload))).headers.get('playhead-recorded')).toBe('1');
  const [first] = payloads;
  await send(JSON.stringify(first).replace(/}$/, `,"deep":${'['.repeat(500)}${']'.repeat(500)}}`));
  let lines = 0;
  let oversize = 0;
  for (const { sessionId } of (await storage.list()).sessions) {
    for await (const chunk of storage.read(sessionId)) {
      for (const stored of chunk.records) {
        lines += 1;
        oversize += stored.record.type === 'oversize' ? 1 : 0;
        expect(isRecord(JSON.parse(stored.line)), `${stored.record.type}: ${ajv.errorsText(isRecord.errors)}`).toBe(true);
        expect(limitFault(stored.record.data, { ...defaultLimits, keys: 60 })).toBeUndefined();
        expect(stored.line.length).toBeLessThanOrEqual(20_000);
      }
    }
  }
  expect(lines).toBeGreaterThan(400);
  expect(oversize).toBeGreaterThan(1);
  await handler.close();
});

test('a line that the code makes fits them', () => {
  expect(isRecord(JSON.parse(createProducer({ via: 'sdk' }).produce({ type: 'redaction', data: { policy: 'entity', found: [{ kind: 'JWT', count: 1 }] } }).line))).toBe(true);
});

test('an exported review fits its schema', () => {
  const isReview = ajv.compile(schemaOf('review.schema.json'));
  const note = { id: '01937d1e-0000-7000-8000-000000000001', at: 1, author: 'ada', type: 'note', data: { text: 'Why?', anchor: { on: 'line', path: 'a.ts', side: 'new', line: 3, quote: 'x', before: [], after: [] } } };
  const verdict = { ...note, id: '01937d1e-0000-7000-8000-000000000002', by: 'agent' as const, type: 'verdict', data: { verdict: 'rejected' } };
  const review = toReviewDocument(createModel().model, [note, verdict]);
  expect(isReview(JSON.parse(JSON.stringify(review))), ajv.errorsText(isReview.errors)).toBe(true);
  expect(isReview({ ...review, schemaVersion: 2 })).toBe(false);
});
