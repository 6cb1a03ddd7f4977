import { rmSync } from 'node:fs';
import type { SessionDocument } from '@playhead/replay-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LARGE_SESSION, measured, writeLargeSession } from './large-session.ts';
import { buildBin, temporary } from './support.ts';

const MB = 1_000_000;
const SIZE = 2048 * MB;
const HUGE_TURN = 3;

let bin = '';
let turns = 0;
const dir = temporary();
beforeAll(async () => {
  bin = await buildBin();
  turns = writeLargeSession(dir, { bytes: SIZE, output: 16_000, steps: (turn) => (turn === HUGE_TURN ? 20_000 : 100) });
}, 600_000);
afterAll(() => {
  for (const path of [bin, dir]) rmSync(path, { recursive: true, force: true });
});

const show = (...args: string[]): ReturnType<typeof measured> => measured(bin, ['sessions', 'show', LARGE_SESSION, '--dir', dir, ...args]);

test('a session of 2 GB opens in 200 MB of memory, and after the first time without reading it', () => {
  const first = show('--json', '--turn', '1');
  const last = show('--json', '--turn', String(turns));
  const list = show('--turns');
  for (const { code, usage } of [first, last, list]) {
    expect(code).toBe(0);
    expect(usage.memory).toBeLessThan(200 * MB);
  }
  expect(first.err).toContain('Reading the recording for its index: ');
  expect(JSON.parse(first.out)).toMatchObject({ part: { turn: 1, of: turns }, turns: [{ response: 'Done 1' }] });
  const document = JSON.parse(last.out) as SessionDocument; // what the command promises
  expect(document.turns[0]?.steps.at(-1)).toMatchObject({ title: 'make part-100', status: 'ok', output: `made ${turns}.100` });
  expect(list.out.trimEnd().split('\n').length).toBe(turns + 2);
  expect(list.out).toContain(`${HUGE_TURN}. Prompt ${HUGE_TURN}  (20000 steps, success`);
  for (const { usage, err } of [last, list]) {
    expect(err).toBe('');
    if (usage.read !== undefined) expect(usage.read).toBeLessThan(32 * MB);
  }
});

test('what is too large for the memory of most machines is refused with a way out', () => {
  for (const args of [['--json'], [], ['--json', '--turn', String(HUGE_TURN)]]) {
    const { code, err, usage } = show(...args);
    expect([code, err]).toEqual([2, expect.stringMatching(/ [MG]B, which takes more memory than most machines have.*--turns.*--all/)]);
    expect(usage.memory).toBeLessThan(200 * MB);
  }
});
