import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSessionRecording } from '@playhead/recorder';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createToken, type Token } from '../src/index.ts';
import { HOST, handlerFor, json } from './support.ts';

const dir = mkdtempSync(join(tmpdir(), 'playhead-settings-'));
afterEach(() => rmSync(join(dir, 'settings.json'), { force: true }));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function settingsFor(kind: 'read' | 'admin' | 'ingest', more: object = {}): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const { secret, token } = createToken({ kind, name: 'for a test' });
  const tokens: readonly Token[] = [token];
  const handler = handlerFor({ storage: memoryStorage(), access: { tokens: { list: () => tokens } }, recordingOf: createSessionRecording({ dir }), warnings: () => [`the disk of ${dir} is nearly full`], ...more });
  const response = await handler(new Request(`${HOST}/api/v1/settings`, { headers: { authorization: `Bearer ${secret}` } }), { port: 7433, remoteAddress: '203.0.113.7' });
  const body = await json(response);
  await handler.close();
  return { status: response.status, body };
}

test('who may change everything reads how sessions are recorded, who says so, and what the server warns of', async () => {
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ redaction: 'strict', rules: [{ kind: 'ACME_TOKEN', pattern: 'acme_[a-z0-9]{32}' }] }));
  const { body } = await settingsFor('admin', { retention: { policyOf: () => ({ policy: {}, from: 'nobody' }), setPolicy: () => undefined, firstMs: 3_600_000 } });
  expect(body).toMatchObject({
    schemaVersion: 1, workspace: 'default', access: { kind: 'admin', token: 'for a test' }, retention: 'changeable', warnings: [expect.stringContaining(dir)],
    recording: { record: true, redaction: 'strict', rules: 1, sources: [{ from: 'workspace', path: join(dir, 'settings.json') }] },
  });
  expect(JSON.stringify(body)).not.toContain('acme_');
});

test('a token that may only read learns the same but no path of the machine, and one that records learns nothing', async () => {
  writeFileSync(join(dir, 'settings.json'), '{');
  const { status, body } = await settingsFor('read');
  expect([status, body['access'], body['retention']]).toEqual([200, { kind: 'read', token: 'for a test' }, 'none']);
  expect(body['recording']).toMatchObject({ record: false, decidedBy: 'workspace' });
  expect(JSON.stringify(body)).not.toContain(dir);
  expect((await settingsFor('admin')).body['recording']).toMatchObject({ sources: [{ problem: expect.stringContaining('is not JSON') as unknown }] });
  expect((await settingsFor('ingest')).status).toBe(403);
});
