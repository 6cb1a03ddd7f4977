import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { eventRegistry, limitFault, defaultLimits } from '@playhead/protocol';
import { claudeHarness } from '@playhead/hooks-claude';
import { createProducer, createSessionRecording } from '@playhead/recorder';
import { createModel, type SessionDocument, toReviewDocument, toSessionDocument } from '@playhead/replay-core';
import { createHandler, readDocument } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { describe, expect, test } from 'vitest';
import { readCapture } from '../packages/cli/src/demo/capture.ts';
import { captureOf, temporary } from '../packages/cli/test/support.ts';
import { diffSchema, diffSchemaFile, documentSchema, documentSchemaFile, figuresSchemas, momentsSchema, momentsSchemaFile, timelineSchema, timelineSchemaFile } from '../tooling/document-schema.mjs';
import { folder, jsonSchemas, policySchema, policySchemaFile } from '../tooling/json-schemas.mjs';

const schemaOf = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>; // our own file
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
const isRecord = ajv.compile(schemaOf('record.schema.json'));
const record = (type: string, data: unknown): unknown => ({ $r: 1, id: 'a', p: 'b', e: 0, n: 0, at: 1, type, via: 'sdk', data });

test('the checked-in schemas are what the code checks by', async () => {
  const made = await jsonSchemas();
  expect(readdirSync(folder).sort()).toEqual(Object.keys(made).sort());
  for (const [name, text] of Object.entries(made)) expect(readFileSync(join(folder, name), 'utf8'), 'Run `pnpm schemas:update` and commit packages/protocol/json-schema with the change.').toBe(text);
  expect(readFileSync(documentSchemaFile, 'utf8'), 'Run `pnpm schemas:update` and commit packages/replay-core/json-schema with the change.').toBe(documentSchema());
  expect(readFileSync(policySchemaFile, 'utf8')).toBe(await policySchema());
  expect(readFileSync(momentsSchemaFile, 'utf8')).toBe(momentsSchema());
  expect(readFileSync(timelineSchemaFile, 'utf8')).toBe(timelineSchema());
  for (const [file, text] of Object.entries(figuresSchemas())) expect(readFileSync(file, 'utf8')).toBe(text);
  expect(readFileSync(diffSchemaFile, 'utf8')).toBe(diffSchema());
}, 60_000);

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

/** The same schema, in which an object has no field that it does not name: what is written and not named is found. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner && typeof inner['properties'] === 'object' && !('additionalProperties' in inner) && inner['type'] === 'object' ? { ...inner, additionalProperties: false } : inner;
}

describe('a session as one JSON value', () => {
  const schema: unknown = JSON.parse(readFileSync(documentSchemaFile, 'utf8'));
  const isDocument = ajv.compile(closed(schema) as object); // what was an object stays one

  test.each(['jwt-auth', 'interrupts', 'tui-deny', 'graph'])('fits its schema, of the recording %s', async (capture) => {
    const storage = memoryStorage();
    const handler = createHandler({ storage, harnesses: [claudeHarness], recordingOf: createSessionRecording({ dir: temporary() }) });
    for (const { payload } of readCapture(captureOf(capture), temporary())) await handler(new Request('http://127.0.0.1:7433/hooks/claude', { method: 'POST', body: JSON.stringify(payload) }), { port: 7433, remoteAddress: '127.0.0.1' });
    const { sessions } = await storage.list();
    let steps = 0;
    for (const { sessionId } of sessions) {
      const document: unknown = JSON.parse(JSON.stringify(await readDocument(storage, sessionId)));
      expect(isDocument(document), ajv.errorsText(isDocument.errors)).toBe(true);
      steps += (document as SessionDocument).turns.flatMap((turn) => turn.steps).length; // by the line above
    }
    expect(steps).toBeGreaterThan(0);
    await handler.close();
  });

  test('of which a newer version may say more, and none says less', async () => {
    const open = ajv.compile(schema as object); // our own file
    const document = JSON.parse(JSON.stringify(await toSessionDocument(createModel().model, { text: async () => '' }))) as Record<string, unknown>; // it is an object
    expect(open({ ...document, later: 1 }), ajv.errorsText(open.errors)).toBe(true);
    const { markers: _markers, ...less } = document;
    expect(open(less)).toBe(false);
    expect(open({ ...document, schemaVersion: 2 })).toBe(false);
  });
});
