import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createIdSource, type SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withoutGuardInBundle } from '../../../tooling/without-guard.mjs';
import type { createGuardLink } from '../src/guard/guard-link.ts';
import type { GuardMode } from '../src/guard/guard-messages.ts';

const home = mkdtempSync(join(tmpdir(), 'playhead-link-'));
let createLink: typeof createGuardLink;
beforeAll(async () => {
  const outfile = join(home, 'guard-link.mjs'); // a thread of Node 20 reads no TypeScript
  await build({ entryPoints: [join(import.meta.dirname, '../src/guard/guard-link.ts')], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], plugins: withoutGuardInBundle(), logLevel: 'error', banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
  createLink = (await import(/* @vite-ignore */ pathToFileURL(outfile).href) as { createGuardLink: typeof createGuardLink }).createGuardLink; // the same module, bundled
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Sends more at once than may wait in memory. @returns What is in the recording. */
async function recordedOf(mode: GuardMode, count: number): Promise<readonly SessionRecord[]> {
  const sessionId = createIdSource()();
  const link = createLink({
    start: { playhead: 'gateway-guard', session: { sessionId, cwd: home, name: 'x', harness: 'mcp', agentName: 'x', workspaceName: 'x' }, mode, ownsSession: true, server: 'x', connectionId: 'c', first: { name: 'mcp_server_start', extra: {} }, at: Date.now() * 1000 },
    env: { PATH: process.env['PATH'], HOME: home, PLAYHEAD_HOME: home }, now: () => Date.now() * 1000, mostWaiting: 20_000,
  });
  await link.ready;
  for (let id = 0; id < count; id += 1) link.line('to_server', Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'x', arguments: { n: id, text: 'word '.repeat(100) } } })}\n`));
  expect(await link.end({ exitCode: 0 })).toEqual({});
  const storage = fsStorage({ dir: home });
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
  await storage.close();
  return records;
}

const numbers = (records: readonly SessionRecord[]): readonly unknown[] => records.filter(({ type }) => type === 'mcp_call').map(({ data }) => (data['input'] as { n: number }).n); // as it was sent
const gaps = (records: readonly SessionRecord[]): number => records.filter(({ type }) => type === 'recorder_gap').reduce((sum, { data }) => sum + Number(data['count']), 0);

test('in mode buffer what does not fit into memory waits on the disk: all of it is recorded, in its order', async () => {
  const records = await recordedOf('buffer', 400);
  expect([numbers(records), gaps(records)]).toEqual([Array.from({ length: 400 }, (_, id) => id), 0]);
});

test('in mode observe it is missing, and counted', async () => {
  const records = await recordedOf('observe', 400);
  expect(numbers(records).length).toBeLessThan(400);
  expect(numbers(records).length + gaps(records)).toBe(400);
});
