import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { examineDataDirectory, fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { playhead, root, temporary } from './support.ts';

const AGENT = `
  import { createRecorder } from '@playhead/recorder';
  import { fsStorage } from '@playhead/storage-adapters/fs';
  const storage = fsStorage({ dir: process.argv[2] });
  const recorder = createRecorder({ storage, enabled: true });
  process.once('SIGTERM', () => { ended = true; });
  let ended = false;
  for (let session = 0; !ended; session += 1) {
    const { sessionId } = await recorder.recordStart({ name: 'Session ' + session, harness: 'test', agentName: 'a', workspaceName: 'w', prompt: 'p' + session });
    for (let n = 0; n < 150; n += 1) {
      recorder.recordEvent({ sessionId, type: 'terminal_output', data: { text: 'line ' + n + ' ' + 'x'.repeat(n % 50 === 0 ? 40000 : n * 7) } });
      if (n % 10 === 0) await recorder.flush();
    }
    await recorder.recordStop({ sessionId, outcome: 'success' });
    process.stdout.write('.');
  }
  await recorder.close();
  await storage.close();`;

async function linesIn(dir: string): Promise<Map<string, { lines: string[]; torn: number; other: number }>> {
  const storage = fsStorage({ dir });
  const found = new Map<string, { lines: string[]; torn: number; other: number }>();
  for (const { sessionId } of (await storage.list({ limit: 1000 })).sessions) {
    const session = { lines: [] as string[], torn: 0, other: 0 };
    for await (const { records, damage } of storage.read(sessionId)) {
      session.lines.push(...records.map(({ line }) => line));
      for (const { kind } of damage) session[kind === 'torn' ? 'torn' : 'other'] += 1;
    }
    found.set(sessionId, session);
  }
  await storage.close();
  return found;
}

test('copies taken with cp -r while an agent records hold every session up to some line, can be recorded on, and put back', async () => {
  const home = temporary();
  const dir = join(home, 'data');
  const agent = join(root, 'packages/cli/dist', `test-agent-${process.pid}.js`);
  await build({ stdin: { contents: AGENT, resolveDir: join(root, 'packages/cli'), loader: 'ts' }, outfile: agent, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], logLevel: 'error' });
  const child = spawn(process.execPath, [agent, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const copies: string[] = [];
  try {
    await once(child.stdout, 'data');
    for (let copy = 0; copy < 4; copy += 1) {
      await once(child.stdout, 'data'); // another session is over, and the next one goes on
      const target = join(home, `copy-${copy}`);
      expect(spawnSync('cp', ['-r', dir, target], { encoding: 'utf8' }).stderr.split('\n').filter((line) => line !== '' && !line.includes('No such file'))).toEqual([]); // what was gone before it was copied
      copies.push(target);
    }
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(agent, { force: true });
  }
  const whole = await linesIn(dir);
  for (const copy of copies) {
    const held = await linesIn(copy);
    expect(held.size).toBeGreaterThan(1);
    for (const [id, { lines, other }] of held) expect([id, other, lines]).toEqual([id, 0, whole.get(id)?.lines.slice(0, lines.length)]);
    const { findings } = await examineDataDirectory({ dir: copy, deep: true, leftOverMs: 0, fix: true });
    expect(findings.filter(({ level, check }) => level === 'problem' && check !== 'values').map(({ message }) => message)).toEqual([]);
  }
  // On another machine: it lists, shows and records on.
  const [first = ''] = copies;
  const [id = ''] = (await linesIn(first)).keys();
  expect(JSON.parse((await playhead(['sessions', 'show', id, '--json', '--dir', first])).out)).toMatchObject({ session: { sessionId: id } });
  const before = (await linesIn(first)).size;
  const storage = fsStorage({ dir: first });
  await storage.create({ sessionId: '01937d1e-0000-7000-8000-00000000000f', name: 'New', harness: 'h', agentName: 'a', workspaceName: 'w' });
  await storage.close();
  expect((await linesIn(first)).size).toBe(before + 1);
  // Put back over what was lost, twice.
  for (const name of readdirSync(join(dir, 'sessions')).filter((_, index) => index % 2 === 0)) rmSync(join(dir, 'sessions', name), { recursive: true });
  writeFileSync(join(dir, 'index.jsonl'), 'spoiled');
  const last = copies.at(-1) ?? '';
  for (let time = 0; time < 2; time += 1) expect(spawnSync('cp', ['-r', `${last}/.`, dir]).status).toBe(0);
  const restored = await linesIn(dir);
  for (const [sessionId, { lines }] of await linesIn(last)) expect(restored.get(sessionId)?.lines.slice(0, lines.length)).toEqual(lines);
}, 120_000);
