import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import { createSessionRecording } from '@playhead/recorder';
import { importHistories, type HistoryTotals } from '@playhead/server';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, describe, expect, test } from 'vitest';

const made: string[] = [];
afterAll(() => { for (const path of made) rmSync(path, { recursive: true, force: true }); });

/** A folder with the transcripts of a capture, and where they are imported to. */
function place(capture: string): { projects: string; dir: string; file: string; imported: (options?: { path?: string; version?: string; again?: boolean }) => Promise<HistoryTotals> } {
  const home = mkdtempSync(join(tmpdir(), 'playhead-again-'));
  made.push(home);
  const projects = join(home, 'projects');
  cpSync(new URL(`../../hooks-claude/fixtures/${capture}/transcripts`, import.meta.url).pathname, projects, { recursive: true });
  const [name = ''] = readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter((path) => /^[^/\\]+[/\\][^/\\]+\.jsonl$/.test(path));
  const dir = join(home, 'data');
  return {
    projects, dir, file: join(projects, name),
    async imported({ path = projects, version = '1', again = false } = {}) {
      const storage = fsStorage({ dir });
      try {
        const sessions = await claudeHarness.history.find({ path, env: {} });
        return await importHistories(sessions, { storage, recordingOf: createSessionRecording({ dir, redaction: { policy: 'off' } }), adapter: claudeHarness, version }, { again });
      } finally {
        await storage.close();
      }
    },
  };
}

const linesOf = ({ lines }: HistoryTotals): number => Object.values(lines).reduce((sum, count) => sum + count, 0);
const linesIn = (file: string): number => readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').length;
const rows = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

/** A thought as the client writes it, under a name that no other row has. */
const thought = (file: string, text: string): string => rows(file).find((line) => line.includes('"type":"thinking"'))!
  .replaceAll(/"uuid":"[^"]*"/g, `"uuid":"${text.padStart(8, '0').slice(0, 8)}-1111-4111-8111-111111111111"`).replace('A quick look', text);

/** Writes a file anew with the length and the time it had. */
function rewriteQuietly(file: string, text: string): void {
  const { atime, mtime, size } = statSync(file);
  writeFileSync(file, text.padEnd(size, '\n'));
  utimesSync(file, atime, mtime);
}

describe('what did not change is not read again, and whatever changed is', () => {
  test.each<[string, (file: string) => void]>([
    ['a row more at its end', (file) => appendFileSync(file, `${thought(file, 'One more')}\n`)],
    ['the end of a row', (file) => appendFileSync(file, `${thought(file, 'One more').slice(0, 100)}`)],
    ['less', (file) => truncateSync(file, statSync(file).size - 40)],
    ['other content of the same length and time', (file) => rewriteQuietly(file, `${rows(file).slice(0, -1).join('\n')}\n`)],
    ['another file in its place, with the same content and time', (file) => {
      const { atime, mtime } = statSync(file);
      cpSync(file, `${file}.new`);
      utimesSync(`${file}.new`, atime, mtime);
      renameSync(`${file}.new`, file);
    }],
    ['a subagent that came later', (file) => {
      const folder = join(file.replace(/\.jsonl$/, ''), 'subagents');
      cpSync(file, join(folder, 'agent-0a1b2c3d.jsonl'));
    }],
    ['a long result that came later', (file) => cpSync(file, join(file.replace(/\.jsonl$/, ''), 'tool-results', 'late.txt'))],
  ])('%s', async (_change, change) => {
    const { file, imported } = place('tui-deny');
    expect(await imported()).toMatchObject({ created: 1, unchanged: 0 });
    expect(await imported()).toMatchObject({ unchanged: 1, records: 0, lines: { imported: 0, duplicate: 0 } });
    change(file);
    const after = await imported();
    expect(after).toMatchObject({ created: 0, unchanged: 0 });
    expect(linesOf(after)).toBeGreaterThanOrEqual(linesIn(file) - 1);
    expect(await imported()).toMatchObject({ unchanged: 1, records: 0 });
  });

  test('a row that came later is there, and nothing twice', async () => {
    const { file, imported } = place('tui-deny');
    await imported();
    appendFileSync(file, `${thought(file, 'One more')}\n`);
    expect(await imported()).toMatchObject({ records: 1, lines: { imported: 1 } });
    expect(await imported({ again: true })).toMatchObject({ unchanged: 0, records: 0 });
  });

  test('everything, by another version of the program', async () => {
    const { imported } = place('graph');
    const { sessions } = await imported();
    expect(await imported()).toMatchObject({ unchanged: sessions, records: 0 });
    expect(await imported({ version: '2' })).toMatchObject({ unchanged: 0, records: 0 });
    expect(await imported({ version: '2' })).toMatchObject({ unchanged: sessions });
  });

  test('a session whose recording was deleted, or lost what it held', async () => {
    const { dir, imported } = place('tui-deny');
    await imported();
    const [log = ''] = readdirSync(join(dir, 'sessions')).filter((name) => name.endsWith('.jsonl'));
    const path = join(dir, 'sessions', log);
    const kept = rows(path);
    writeFileSync(path, `${kept.slice(0, -3).join('\n')}\n`);
    expect(await imported()).toMatchObject({ unchanged: 0, records: 3 });
    expect(await imported()).toMatchObject({ unchanged: 1 });
    const storage = fsStorage({ dir });
    for (const { sessionId } of (await storage.list()).sessions) await storage.delete(sessionId);
    await storage.close();
    expect(await imported()).toMatchObject({ unchanged: 0, created: 1 });
  });

  test('a fork that was read before the session it is a fork of', async () => {
    const { projects, dir, imported } = place('v2.1.197');
    const fork = readdirSync(projects, { recursive: true, encoding: 'utf8' }).find((name) => /eb65d9f1[^/\\]*\.jsonl$/.test(name))!;
    await imported({ path: join(projects, fork) });
    await imported();
    const storage = fsStorage({ dir });
    const { sessions } = await storage.list();
    await storage.close();
    const parent = sessions.find(({ harnessSessionId }) => harnessSessionId?.startsWith('fec2185b'));
    expect(sessions.find(({ harnessSessionId }) => harnessSessionId?.startsWith('eb65d9f1'))?.forkOf).toBe(parent?.sessionId);
    expect(await imported()).toMatchObject({ unchanged: sessions.length });
  });
});
