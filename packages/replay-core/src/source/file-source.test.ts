import { mkdtempSync, openAsBlob, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord } from '@playhead/protocol';
import { compressSession, fsStorage } from '@playhead/storage-adapters/fs';
import { afterEach, expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import { recordBuilder, sampleSession } from '../test-support/build-records.ts';
import { fileSourceCases } from '../test-support/file-source-cases.ts';
import { fileSource } from './file-source.ts';

fileSourceCases();

const folders: string[] = [];
afterEach(() => { for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true }); });
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'playhead-file-source-'));
  folders.push(path);
  return path;
}

test('a file that changes after it was chosen is not read, and the message says what to do', async () => {
  const path = join(folder(), 'a.jsonl');
  writeFileSync(path, `${sampleSession().map((record) => encodeRecord(record)).join('\n')}\n`);
  const blob = await openAsBlob(path);
  writeFileSync(path, 'something else');
  const replay = createReplay(fileSource(blob));
  await vi.waitFor(() => expect(replay.getState().status).toBe('error'));
  expect(replay.getState().error).toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining('Choose it again.') });
});

test('a session that was compressed opens from its files', async () => {
  const dir = folder();
  const storage = fsStorage({ dir });
  const record = recordBuilder();
  const { sessionId } = await storage.create({ sessionId: '01997e2e-8000-7000-8000-00000000abcd', name: 'Long', harness: 'h', agentName: 'a', workspaceName: 'w' });
  const start = record('session_start', { sessionId, name: 'Long', harness: 'h', agentName: 'a', workspaceName: 'w' });
  const texts = Array.from({ length: 3000 }, (_, index) => record('assistant_text', { text: `${index} ${'lorem ipsum dolor '.repeat(20)}`, messageId: `m${index}` }));
  await storage.append(sessionId, [start, ...texts, record('session_stop', {}), record('session_status', { status: 'completed' })].map((line) => encodeRecord(line)));
  await storage.close();
  await compressSession(sessionId, { dir, quietForMs: 0 });
  const sessions = join(dir, 'sessions');
  const names = readdirSync(sessions).filter((name) => /\.jsonl(\.gz)?$/.test(name));
  expect(names.some((name) => name.endsWith('.jsonl.gz'))).toBe(true);
  const replay = createReplay(fileSource(await Promise.all(names.map((name) => openAsBlob(join(sessions, name))))));
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready' }));
  expect(replay.getState()).toMatchObject({ model: { session: { name: 'Long', status: 'completed', events: 3003 }, damage: [] } });
});
