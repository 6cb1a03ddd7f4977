import { spawn } from '@lydell/node-pty';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBin, temporary } from './support.ts';
import { bytesOf, environmentOf, fileOf, recordInTerminal, recordsOf } from './terminal-recording.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => { rmSync(bin, { force: true }); });

const SIZE = 3_000_000;
const printsAndExits = (file: string): string[] => ['sh', '-c', 'stty -opost; cat "$1"; exit 5', 'sh', file];

/** An environment in which the worker of a recording fails once it has got a megabyte. */
function failing(how: string): Record<string, string> {
  const file = join(temporary(), 'fails.cjs');
  writeFileSync(file, `const { isMainThread, parentPort, workerData } = require('node:worker_threads');
    let bytes = 0;
    if (!isMainThread && workerData?.playhead === 'pty') parentPort.on('message', (message) => {
      bytes += message.bytes?.length ?? 0;
      if (bytes > 1_000_000) ${how};
    });`);
  return { NODE_OPTIONS: `--require ${file}` };
}

/** Such as `mount` for somebody who may not. */
function mounted(size: string): string | undefined {
  const path = temporary();
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', path]).status === 0 ? path : undefined;
}

describe('a recorded command does not notice', () => {
  test.each([
    ['throws', `throw new Error('the worker is broken')`, 'the worker is broken'], ['is killed', 'process.exit()', 'the worker that records ended'],
  ])('that the worker that records it %s', async (_, how, reason) => {
    const file = fileOf(SIZE);
    const { shown, said, exitCode, states } = await recordInTerminal(bin, printsAndExits(file), { env: failing(how) });
    expect(shown.equals(readFileSync(file))).toBe(true);
    expect(exitCode).toBe(5);
    expect(states[1]).toBe(states[0]);
    expect(said.split('\n').slice(1)).toEqual([`playhead record: the recording is not complete: ${reason}`]); // behind the greeting
  });

  test('that nothing can be recorded, which is said, as is that there is no file of it', async () => {
    const file = join(temporary(), 'one.jsonl');
    const preload = join(temporary(), 'fails.cjs');
    writeFileSync(preload, `const { isMainThread } = require('node:worker_threads');\nif (!isMainThread) throw new Error('no worker here');`);
    const { shown, said, exitCode, records } = await recordInTerminal(bin, ['sh', '-c', 'echo fine; exit 5'], { env: { NODE_OPTIONS: `--require ${preload}` }, flags: ['-o', file] });
    expect([shown.toString(), exitCode, records]).toEqual(['fine\r\n', 5, []]);
    expect(said.split('\n')).toEqual(['This terminal is not recorded.', 'playhead record: nothing was recorded: no worker here', `playhead record: ${file} was not written: nothing was recorded.`]);
    expect(existsSync(file)).toBe(false);
  });

  test('that the disk is full', async ({ skip }) => {
    const home = mounted('1m');
    if (home === undefined) return skip('only root may make a small disk');
    const file = fileOf(SIZE);
    const { shown, said, exitCode, states } = await recordInTerminal(bin, printsAndExits(file), { env: { PLAYHEAD_HOME: home } }).finally(() => execFileSync('umount', ['-l', home]));
    expect(shown.equals(readFileSync(file))).toBe(true);
    expect(exitCode).toBe(5);
    expect(states[1]).toBe(states[0]);
    expect(said.split('\n').filter((line) => line.startsWith('playhead record: the recording is not complete'))).toHaveLength(1);
    expect(said.split('\n')).toHaveLength(2);
  });
});

test('a command waits for a terminal that shows nothing, as it would without a recorder, and nothing is lost', async () => {
  const home = temporary();
  const script = `
import os, sys
line = b'%06d ' + b'x' * 56 + b'\\n'
for part in range(200):
    os.write(1, b''.join(line % (part * 1000 + at) for at in range(1000)))
    open('progress', 'w').write(str(part + 1))
os.write(1, b'the end')
sys.stdin.readline()
`;
  const expected = `${Array.from({ length: 200_000 }, (_, at) => `${String(at).padStart(6, '0')} ${'x'.repeat(56)}\n`).join('')}the end`;
  const pty = spawn(process.execPath, [bin, 'record', '--', 'sh', '-c', 'stty -opost -echo; exec python3 -c "$1"', 'sh', script], { cols: 90, rows: 30, cwd: home, env: environmentOf(home), name: 'xterm-256color' });
  const parts: string[] = [];
  const ended = new Promise<number>((resolve) => { pty.onExit(({ exitCode }) => resolve(exitCode)); });
  pty.onData((text) => {
    if (parts.push(text) === 3) pty.pause();
  });
  const progress = (): number => Number(spawnSync('cat', ['progress'], { cwd: home, encoding: 'utf8' }).stdout || 0);
  let before = -1;
  await expect.poll(() => { // until it stands still
    const now = progress();
    const stands = parts.length >= 3 && now === before;
    before = now;
    return stands;
  }, { interval: 500 }).toBe(true);
  expect(progress()).toBeLessThan(20);
  expect(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pty.pid}/status`, 'utf8'))?.[1])).toBeLessThan(400_000);
  pty.resume();
  await expect.poll(() => parts.slice(-3).join('').endsWith('the end')).toBe(true);
  pty.write('\r');
  expect(await ended).toBe(0);
  expect(parts.join('').replace(/^.*Recording[^\n]*\n/, '') === expected).toBe(true);
  expect(bytesOf(await recordsOf(join(home, 'data'))).toString() === expected).toBe(true);
});
