import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRecorder, type Recorder, type RecorderOptions } from '../index.ts';
import { startOf } from './process-start.ts';

const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };
const SESSION = '01937d1e-0000-7000-8000-000000000001';
const OTHER = '01937d1e-0000-7000-8000-000000000002';
vi.setConfig({ testTimeout: 30_000 });
let dir = '';
let spoolDir = '';
const open: Recorder[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-hostile-'));
  spoolDir = join(dir, 'spool');
  mkdirSync(spoolDir);
});
afterEach(async () => {
  await Promise.allSettled(open.splice(0).map((recorder) => recorder.close()));
  rmSync(dir, { recursive: true, force: true });
});

function recorderOn(storage: SessionStorage, options: Partial<RecorderOptions> = {}): Recorder {
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', spoolDir, closeTimeoutMs: 0, ...options });
  open.push(recorder);
  return recorder;
}

async function recordsOf(storage: SessionStorage, sessionId: string): Promise<SessionRecord[]> {
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
  return records;
}
const titlesOf = async (storage: SessionStorage, sessionId: string): Promise<unknown[]> => (await recordsOf(storage, sessionId)).filter(({ type }) => type === 'moment').map(({ data }) => data['title']);
const eventually = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check);
const lineOf = (n: number, type: string, data: SessionRecord['data']): string => `${encodeRecord({ id: `01937d1e-0000-7000-8000-00000000010${n}`, p: 'left', e: 0, n, at: 1_763_693_890_000_000 + n, type, via: 'sdk', data })}\n`;
let folders = 0;
/** A folder that an ended process left. */
function orphan(files: Record<string, string>, path: string = spoolDir): string {
  const folder = join(path, `any.0.0.01937d1e-0000-7000-8000-0000000000${10 + (folders += 1)}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const oneMoment = { [`00000001_${SESSION}.jsonl`]: lineOf(1, 'moment', { title: 'left' }) };
async function withSession(): Promise<SessionStorage> {
  const storage = memoryStorage();
  await storage.create({ ...header, sessionId: SESSION });
  return storage;
}

test.each([
  ['a file where a folder should be', () => { writeFileSync(join(spoolDir, 'any.0.0.01937d1e-0000-7000-8000-000000000000'), 'garbage'); }],
  ['a folder where a file should be', () => { mkdirSync(join(orphan({}), `00000000_${SESSION}.jsonl`)); }],
  ['a pipe where a file should be', () => { execFileSync('mkfifo', [join(orphan({}), `00000000_${SESSION}.jsonl`)]); }],
  ['a start that no storage takes', () => { orphan({ [`00000000_${OTHER}.jsonl`]: lineOf(0, 'session_start', { name: 5 }) }); }],
  ['names of somebody else', () => { orphan({ 'notes.txt': 'x', '.DS_Store': 'x', '1_nobody.jsonl': 'x' }); writeFileSync(join(spoolDir, 'readme'), 'x'); }],
  ['bytes that are no records', () => { orphan({ [`00000000_${SESSION}.jsonl`]: '\u0000\n{"$r":1,"id":\n[]\nnull\n' }); }],
] as const)('what was left arrives beside %s', async (_, disturb) => {
  disturb();
  orphan(oneMoment);
  const storage = await withSession();
  const recorder = recorderOn(storage);
  await recorder.recordStart(header);
  await eventually(async () => { expect(await titlesOf(storage, SESSION)).toEqual(['left']); });
});

test.runIf(process.platform === 'linux')('what a process left arrives, though nobody asked yet how it ended', async () => {
  const parent = spawn('sh', ['-c', 'cat >&2 <&3 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
  try {
    const pid = Number(String((await once(parent.stdout!, 'data'))[0]));
    const folder = join(spoolDir, `any.${pid}.${startOf(pid)}.01937d1e-0000-7000-8000-000000000000`);
    mkdirSync(folder);
    writeFileSync(join(folder, `00000001_${SESSION}.jsonl`), lineOf(1, 'moment', { title: 'left' }));
    await vi.waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n'); // which asks of no child
    parent.stdio[3]?.destroy();
    await vi.waitUntil(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
    const storage = await withSession();
    await recorderOn(storage).recordStart(header);
    await eventually(async () => { expect(await titlesOf(storage, SESSION)).toEqual(['left']); });
  } finally {
    parent.kill('SIGKILL');
  }
});

test('nothing is taken by way of a link', async () => {
  const elsewhere = join(dir, 'elsewhere');
  mkdirSync(elsewhere);
  const name = `00000001_${SESSION}.jsonl`;
  writeFileSync(join(elsewhere, name), lineOf(0, 'moment', { title: 'of somebody else' }));
  symlinkSync(elsewhere, join(spoolDir, 'any.0.0.01937d1e-0000-7000-8000-000000000000'));
  symlinkSync(join(elsewhere, name), join(orphan(oneMoment), `00000000_${SESSION}.jsonl`)); // comes first
  const storage = await withSession();
  await recorderOn(storage).recordStart(header);
  await eventually(async () => { expect(await titlesOf(storage, SESSION)).toContain('left'); });
  await recorderOn(storage).recordStart(header);
  expect(await titlesOf(storage, SESSION)).toEqual(['left']);
  expect(existsSync(join(elsewhere, name))).toBe(true);
});

test('what was left of a session that the storage knows by another id arrives there', async () => {
  orphan({
    [`00000000_${OTHER}.jsonl`]: lineOf(0, 'session_start', { ...header, harnessSessionId: 'theirs', sessionId: OTHER }),
    [`00000001_${OTHER}.jsonl`]: lineOf(1, 'moment', { title: 'left' }),
  });
  const storage = memoryStorage();
  await storage.create({ ...header, harnessSessionId: 'theirs', sessionId: SESSION });
  await recorderOn(storage).recordStart(header);
  await eventually(() => { expect(readdirSync(spoolDir)).toEqual([]); });
  expect(await titlesOf(storage, SESSION)).toEqual(['left']);
});
