import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playhead, temporary } from './support.ts';
import { printed, recordTerminal } from './terminal-session.ts';

const left = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('playhead-replay-'));

test('where nobody looks, the screen of a moment is printed as text', async () => {
  const dir = temporary();
  const { id } = await recordTerminal(dir, [printed(1_000_000, '\u001b[31mone\u001b[m\r\n'), printed(2_000_000, '\u001b]52;c;aGk=\u0007two')]);
  expect(await playhead(['replay', id, '--dir', dir])).toEqual({ code: 0, out: 'one\ntwo', err: '' });
  for (const at of ['1.5', '75%', '@3']) expect((await playhead(['replay', id.slice(0, 13), '--at', at, '--fast', '--dir', dir])).out).toBe(at === '@3' ? 'one\ntwo' : 'one');
  expect((await playhead(['replay', id, '--terminal', 'none', '--dir', dir])).out).toContain('$ bash -i');
  expect(JSON.parse((await playhead(['replay', id, '--print-meta', '--dir', dir])).out)).toMatchObject({ schemaVersion: 1, durationUs: 2_000_000, terminals: [{ command: 'bash -i', columns: 60, rows: 15, exitCode: 0 }] });
});

test('a terminal that was told to do something too often holds up nobody, and keeps what programs do', async () => {
  const dir = temporary();
  const { id } = await recordTerminal(dir, [printed(1_000_000, 'a\u001b[1001b\u001b[1001S|\u001b[3bx')]);
  expect(await playhead(['replay', id, '--dir', dir])).toEqual({ code: 0, out: 'a||||x', err: '' });
});

test('a file is replayed where it lies, also one of another program, and nothing of it stays behind', async () => {
  const dir = temporary();
  const before = left();
  const { id } = await recordTerminal(dir, [printed(1_000_000, 'from a file')]);
  const log = readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`${id}.jsonl`)) ?? '';
  const copy = join(temporary(), 'mine.jsonl');
  writeFileSync(copy, readFileSync(join(dir, 'sessions', log)));
  expect(await playhead(['replay', copy])).toEqual({ code: 0, out: 'from a file', err: '' });
  const cast = join(temporary(), 'demo.cast');
  writeFileSync(cast, '{"version":2,"width":40,"height":5}\n[0.5,"o","one\\r\\n"]\n[9,"o","two"]\n');
  expect((await playhead(['replay', cast])).out).toBe('one\ntwo');
  expect((await playhead(['replay', cast, '--at', '3s'])).out).toBe('one');
  expect(existsSync(copy)).toBe(true);
  expect(left()).toEqual(before);
});

test('says from when on nothing happens', async () => {
  const dir = temporary();
  const { id } = await recordTerminal(dir, [printed(0, 'one\r\n'), printed(4_000_000, 'two\r\n'), printed(8_400_000, 'three')]);
  const half = async (...idle: string[]): Promise<string> => (await playhead(['replay', id, '--at', '90%', ...idle, '--dir', dir])).out;
  expect([await half('--idle', '4.2'), await half('--idle', 'off')]).toEqual(['one', 'one\ntwo']);
});

test('a cast that was exported is replayed as the session it was', async () => {
  const dir = temporary();
  const { id } = await recordTerminal(dir, [printed(1_000_000, 'one\r\n'), { at: 1_500_000, type: 'moment', data: { title: 'Here' } }, printed(2_000_000, 'two')]);
  const cast = join(temporary(), 'mine.cast');
  expect((await playhead(['export', id, '--format', 'cast3', '-o', cast, '--dir', dir])).code).toBe(0);
  expect(await playhead(['replay', cast])).toEqual({ code: 0, out: 'one\ntwo', err: '' });
  expect((await playhead(['replay', cast, '--at', 'here'])).out).toBe('one');
});

test.each([['nothing.jsonl'], ['no such/file'], ['zz']])('says that there is no %s', async (name) => {
  const { code, err } = await playhead(['replay', name, '--dir', temporary()]);
  expect([code, err]).toEqual([2, expect.stringContaining('(usage)')]);
});

test.each([
  ['notes.txt', 'some words\n'], ['transcript.jsonl', '{"type":"user","message":{"content":"hi"}}\n'], ['0199f1a0-0000-7000-8000-000000000002.jsonl', '{"type":"user"}\n'], ['odd.cast', '{"version":9}\n'],
])('says what to do with %s, which is no recording', async (name, content) => {
  const path = join(temporary(), name);
  writeFileSync(path, content);
  const { code, out, err } = await playhead(['replay', path]);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(`${name} cannot be replayed`);
  expect(err).toContain(`playhead import claude ${path}`);
  expect(err).not.toContain('nothing was imported');
});

test('says of a folder that it is one', async () => {
  expect((await playhead(['replay', `${temporary()}/`])).err).toContain('is a folder');
});

test.each([['--speed', '17'], ['--speed', 'fast'], ['--idle', '0'], ['--idle', 'on'], ['--at', 'nowhere'], ['--terminal', '9']])('refuses %s %s', async (option, value) => {
  const dir = temporary();
  const { id } = await recordTerminal(dir, [printed(1_000_000, 'one')]);
  expect((await playhead(['replay', id, option, value, '--dir', dir])).code).toBe(2);
});
