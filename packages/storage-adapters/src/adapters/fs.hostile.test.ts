import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createIdSource, encodeRecord, type SessionStorage } from '@playhead/protocol';
import { afterAll, expect, test } from 'vitest';
import { examineDataDirectory, fsStorage } from './fs.ts';

const root = mkdtempSync(join(tmpdir(), 'playhead-hostile-'));
const nextId = createIdSource();
const AT = 1_763_693_890_123_456;

afterAll(() => rmSync(root, { recursive: true, force: true }));

const freshDir = (): string => mkdtempSync(join(root, 'data-'));
const line = (n: number): string => encodeRecord({ id: nextId(), p: 'here', e: 0, n, at: AT + n, type: 'moment', via: 'sdk', data: { title: `line ${n}` } });

async function session(storage: SessionStorage, name: string): Promise<string> {
  const { sessionId } = await storage.create({ sessionId: nextId(), name, harness: 'test', agentName: 'agent', workspaceName: 'workspace', prompt: `about ${name}` });
  await storage.append(sessionId, [line(0)]);
  return sessionId;
}

const listed = async (storage: SessionStorage): Promise<(string | undefined)[]> => (await storage.list()).sessions.map(({ name }) => name);

const pipe = (path: string): void => void execFileSync('mkfifo', [path]);
const onPosix = process.platform === 'win32' ? test.skip : test;

for (const [what, put] of [
  ['a folder', (path) => void mkdirSync(path)],
  ['a link to itself', (path) => symlinkSync(path, path)],
  ['a pipe', pipe],
] as readonly (readonly [string, (path: string) => void])[]) {
  onPosix(`${what} with the name of a log, an archive or a header hides no session`, async () => {
    const dir = freshDir();
    const storage = fsStorage({ dir });
    await session(storage, 'kept');
    const stem = (id: string): string => join(dir, 'sessions', `20250101T000000000Z_00000000_${id}`);
    const [log, archive, header] = [nextId(), nextId(), nextId()];
    put(`${stem(log)}.jsonl`);
    put(`${stem(archive)}.jsonl.gz`);
    put(`${stem(header)}.header.json`);
    writeFileSync(`${stem(header)}.jsonl`, `${line(0)}\n`);
    expect((await listed(storage)).sort()).toEqual([header, 'kept'].sort());
    const another = fsStorage({ dir });
    expect(await listed(another)).toHaveLength(2);
    await expect(another.get(log)).resolves.toBeUndefined();
    await expect(another.append(log, [line(1)])).rejects.toMatchObject({ code: 'session_not_found' });
    await expect(another.get(header)).resolves.toMatchObject({ events: 1 });
    const { findings } = await examineDataDirectory({ dir, deep: true });
    expect(findings.some(({ message }) => message.startsWith('2 sessions'))).toBe(true);
    await examineDataDirectory({ dir, fix: true, leftOverMs: -60_000 });
    expect(readdirSync(join(dir, 'sessions')), 'what stands in a log\'s place is not the doctor\'s to remove').toContain(basename(`${stem(log)}.jsonl`));
    await Promise.all([storage.close(), another.close()]);
  });
}
