import { appendFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRecord, type SessionRecord } from '@playhead/protocol';
import type { SessionDocument } from '@playhead/replay-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LARGE_SESSION, measured, writeLargeSession } from './large-session.ts';
import { buildBin, playhead, temporary } from './support.ts';

const MB = 1_000_000;
const SIZE = 64 * MB;

let bin = '';
const dir = temporary();
beforeAll(async () => {
  bin = await buildBin();
});
afterAll(() => {
  for (const path of [bin, dir]) rmSync(path, { recursive: true, force: true });
});

const logOf = (directory: string): string => join(directory, 'sessions', readdirSync(join(directory, 'sessions')).find((name) => name.endsWith(`${LARGE_SESSION}.jsonl`)) ?? '');
const show = (directory: string, ...args: string[]): ReturnType<typeof playhead> => playhead(['sessions', 'show', LARGE_SESSION, '--dir', directory, ...args]);
const prompt = (n: number, text: string): string => {
  const record: SessionRecord = { $r: 1, id: `late-${n}`, p: 'late', e: 0, n, at: 1_863_690_000_000_000 + n, type: 'prompt', via: 'sdk', data: { text, origin: 'human' } };
  return `${encodeRecord(record)}\n`;
};

test('one turn of a long session is shown without reading the whole of it, and in little memory', () => {
  const turns = writeLargeSession(dir, { bytes: SIZE, output: 8000 });
  const args = ['sessions', 'show', LARGE_SESSION, '--json', '--dir', dir, '--turn'];
  const first = measured(bin, [...args, '1']);
  expect(first.err.split('\n').filter((line) => line.startsWith('Reading the recording for its index:')).length).toBeGreaterThan(5);
  const middle = Math.ceil(turns / 2);
  const again = measured(bin, [...args, String(middle)]);
  expect([first.code, again.code, again.err]).toEqual([0, 0, '']);
  expect(JSON.parse(first.out)).toMatchObject({ schemaVersion: 1, part: { turn: 1, of: turns }, session: { name: 'Large' } });
  const document = JSON.parse(again.out) as SessionDocument; // what the command promises
  expect(document).toMatchObject({ part: { turn: middle, of: turns }, turns: [{ prompt: { text: `Prompt ${middle}` }, response: `Done ${middle}` }] });
  expect(document.turns[0]?.steps).toHaveLength(100);
  expect(document.turns[0]?.steps[41]).toMatchObject({ title: 'make part-42', status: 'ok', output: `made ${middle}.42` });
  for (const { usage } of [first, again]) expect(usage.memory).toBeLessThan(150 * MB);
  if (again.usage.read !== undefined) expect(again.usage.read).toBeLessThan(SIZE / 4);
});

test('a session that is being recorded is shown as far as it is', async () => {
  const own = temporary();
  writeLargeSession(own, { bytes: MB, output: 500, steps: () => 5 });
  const before = JSON.parse((await show(own, '--turns', '--json')).out) as { turns: { number: number }[] }; // what the command promises
  const last = before.turns.length;
  for (let n = 0; n < 3; n += 1) {
    appendFileSync(logOf(own), `${prompt(n, `More ${n}`)}{"$r":1,"id":"unfinished`);
    expect(JSON.parse((await show(own, '--turn', String(last + n + 1), '--json')).out)).toMatchObject({ part: { turn: last + n + 1, of: last + n + 1 }, turns: [{ prompt: { text: `More ${n}` } }] });
    truncateSync(logOf(own), statSync(logOf(own)).size - '{"$r":1,"id":"unfinished'.length);
  }
});

test('an index that is garbage does no harm', async () => {
  const own = temporary();
  writeLargeSession(own, { bytes: 2 * MB, output: 500, steps: () => 5 });
  const { out } = await show(own, '--turn', '3');
  const [index = ''] = readdirSync(join(own, 'derived', LARGE_SESSION));
  const path = join(own, 'derived', LARGE_SESSION, index);
  const { size } = statSync(path);
  expect(size).toBeLessThan(2 * MB / 20);
  for (const bytes of ['', 'not an index', Buffer.alloc(size, 7)]) {
    writeFileSync(path, bytes);
    expect((await show(own, '--turn', '3')).out).toBe(out);
    expect(statSync(path).size).toBe(size);
  }
});

test('turns are listed, and one is shown with its place', async () => {
  const own = temporary();
  writeLargeSession(own, { bytes: 20_000, output: 100, steps: () => 2 });
  const { out } = await show(own, '--turns');
  expect(out).toContain('Large  (recording, ');
  expect(out).toContain('2. Prompt 2  (2 steps, success, 0.0 s)');
  expect((await show(own, '--turn', '2')).out).toMatch(/, turn 2 of \d+\n\n2\. Prompt 2\n {3}✓ ok {10}command {2}make part-1/);
  expect((await show(own, '--turn', '2')).out).not.toContain('Prompt 1');
});

test('a turn that is not there is refused with how many there are', async () => {
  const own = temporary();
  const turns = writeLargeSession(own, { bytes: 20_000, output: 100, steps: () => 2 });
  const missing = await show(own, '--turn', '99999');
  expect([missing.code, missing.err]).toEqual([1, expect.stringContaining(`This session has ${turns} turns, so there is no turn 99999.`)]);
  expect((await show(own, '--turn', '0')).code).toBe(2);
  expect((await show(temporary(), '--turn', '1')).err).toContain('session_not_found');
});

test('a session that is too large to be put together says how to see it all the same', async () => {
  const own = temporary();
  writeLargeSession(own, { bytes: 1000, output: 10, steps: () => 1 });
  truncateSync(logOf(own), 300 * MB); // the end is a hole, which is no record
  const refused = await show(own, '--json');
  expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/300\.0 MB.*--turns.*--turn <number>.*--all/)]);
  expect((await show(own)).code).toBe(2);
  expect((await show(own, '--all', '--json')).code).toBe(0);
  expect((await show(own, '--turn', '1')).code).toBe(0);
});

test('a session that was compressed is shown by the index it had', async () => {
  const own = temporary();
  writeLargeSession(own, { bytes: 2 * MB, output: 500, steps: () => 5 });
  const before = await show(own, '--turn', '9', '--json');
  const index = join(own, 'derived', LARGE_SESSION, readdirSync(join(own, 'derived', LARGE_SESSION))[0] ?? '');
  const { mtimeMs } = statSync(index);
  const compressed = await playhead(['sessions', 'compress', LARGE_SESSION, '--quiet-for', '0s', '--dir', own]);
  expect([compressed.code, compressed.err]).toEqual([0, '']);
  expect(readdirSync(join(own, 'sessions')).some((name) => name.endsWith('.jsonl.gz'))).toBe(true);
  expect((await show(own, '--turn', '9', '--json')).out).toBe(before.out);
  expect(statSync(index).mtimeMs).toBe(mtimeMs);
});

test('a session that was made private leaves no index', async () => {
  const own = temporary();
  writeLargeSession(own, { bytes: 2 * MB, output: 500, steps: () => 5 });
  await show(own, '--turn', '1');
  await playhead(['private', LARGE_SESSION, '--dir', own]);
  expect((await show(own, '--turn', '1')).err).toContain('This session has no turns');
  expect(() => readdirSync(join(own, 'derived', LARGE_SESSION))).toThrow('ENOENT');
});
