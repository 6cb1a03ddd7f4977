import { createIdSource, encodeRecord, type SessionHeader } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import stringWidth from 'string-width';
import { beforeAll, expect, test } from 'vitest';
import type { CommandContext } from '../src/command.ts';
import { run } from '../src/run.ts';
import { playhead, temporary } from './support.ts';

// oxlint-disable-next-line no-control-regex -- colours are what is looked for
const SGR = /\u001b\[\d*m/g;
const nextId = createIdSource();
const START = Date.parse('2026-11-20T10:00:00Z') * 1000;
const dir = temporary();
const ids: string[] = [];

/** Runs a command on a screen of its own. */
async function onScreen(args: readonly string[], columns: number, env: Record<string, string> = {}): Promise<string> {
  const out: string[] = [];
  const context: CommandContext = { output: { line: (text) => void out.push(text), write: (text) => void out.push(text), note: () => undefined }, env: { PAGER: 'cat', ...env }, cwd: dir, interactive: true, screen: { columns, rows: 50 }, signal: new AbortController().signal };
  expect(await run([...args, '--dir', dir], context)).toBe(0);
  return out.join('\n');
}

beforeAll(async () => {
  const storage = fsStorage({ dir });
  const make = async (at: number, seconds: number, fields: Partial<SessionHeader>): Promise<void> => {
    const { sessionId } = await storage.create({ sessionId: nextId(), name: 'unnamed', harness: 'sdk', agentName: 'agent', workspaceName: 'w', ...fields }, { at });
    const record = (n: number, type: string, after: number, data: Record<string, unknown>): string => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: at + after * 1_000_000, type, via: 'sdk', data: data as never }); // JSON
    await storage.append(sessionId, [record(0, 'session_start', 0, { ...fields }), ...(fields.name === 'loop' ? [record(1, 'iteration', 1, { index: 3 })] : []), record(2, 'session_stop', seconds, { outcome: fields.name === 'bad' ? 'failed' : 'success' })]);
    ids.push(sessionId);
  };
  await make(START, 90, { prompt: 'Repair the 検索 page: it is 非常に遅い, and nobody knows why, since the last release', cwd: '/home/ada/shop', tags: ['a', 'b'] });
  await make(START + 1_000_000, 3, { name: 'bad', prompt: 'evil \u001b]0;title\u0007 \u202e text\nof two lines', project: 'web', tags: ['a'] });
  await make(START + 2_000_000, 4000, { name: 'loop', cwd: 'C:\\work\\api' });
  await storage.close();
});

test('a table shows id, project, outcome, iterations, duration, size and prompt of each recording, and no more than a line holds', async () => {
  const wide = await onScreen(['sessions', 'list'], 150);
  const [heading = '', loop = '', bad = '', shop = ''] = wide.split('\n').map((line) => line.replaceAll(SGR, ''));
  expect(heading).toMatch(/^ID +STARTED +PROJECT +OUTCOME +ITER +DURATION +SIZE +PROMPT$/);
  expect(loop).toMatch(/^\S+ +2026-11-20 10:00 +api +success +3 +1h 06m +[\d.]+ k?B +loop$/);
  expect(bad).toMatch(/^\S+ +2026-11-20 10:00 +web +failed +- +3\.0 s +\d+ B +evil +\]0;title +text of two lines {2}\[a\]$/);
  expect(shop).toMatch(/ shop +success +- +1m 30s .* Repair the 検索 page.*… {2}\[a, b\]$/);
  for (const columns of [150, 100, 80, 60]) {
    const lines = (await onScreen(['sessions', 'list'], columns)).split('\n').map((line) => line.replaceAll(SGR, ''));
    for (const line of lines) expect([columns, stringWidth(line) <= columns, line]).toEqual([columns, true, line]);
  }
});

test('colours stand on a screen only, unless NO_COLOR takes them away or FORCE_COLOR asks for them', async () => {
  const colored = new RegExp(SGR.source);
  expect(await onScreen(['sessions', 'list'], 100)).toMatch(colored);
  expect(await onScreen(['sessions', 'list'], 100, { NO_COLOR: '1' })).not.toMatch(colored);
  expect((await playhead(['sessions', 'list', '--dir', dir])).out).not.toMatch(colored);
  expect((await playhead(['sessions', 'list', '--dir', dir], { env: { FORCE_COLOR: '1' } })).out).toMatch(colored);
});

test('short ids on a screen name one recording each, in every command, and whole ids stand elsewhere', async () => {
  const shown = (await onScreen(['sessions', 'list', '--order', 'asc'], 120, { NO_COLOR: '1' })).split('\n').slice(1).map((line) => line.split(' ')[0] ?? '');
  for (const [index, short] of shown.entries()) {
    expect(ids[index]?.startsWith(short)).toBe(true);
    expect(JSON.parse((await playhead(['sessions', 'show', short, '--json', '--dir', dir])).out)).toMatchObject({ session: { sessionId: ids[index] } });
  }
  expect((await playhead(['sessions', 'list', '--dir', dir])).out.split('\n').map((line) => line.split(' ')[0])).toEqual(ids.toReversed());
});

test('a part of an id that several share is answered with which they are', async () => {
  const { code, err } = await playhead(['sessions', 'show', (ids[0] ?? '').slice(0, 4), '--dir', dir]);
  expect([code, ...ids.map((id) => err.includes(id))]).toEqual([2, true, true, true]);
});

test('lists are sorted as asked, and tags given one by one must all be there', async () => {
  const projects = async (...options: string[]): Promise<readonly unknown[]> => (JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir, ...options])).out) as { sessions: { project: string }[] }).sessions.map(({ project }) => project); // our own command's answer
  expect(await projects('--sort', 'duration')).toEqual(['api', 'shop', 'web']);
  expect(await projects('--sort', 'duration', '--order', 'asc', '--limit', '1')).toEqual(['web']);
  expect(await projects('--sort', 'iterations', '--limit', '1')).toEqual(['api']);
  expect(await projects('--tag', 'a', '--tag', 'b')).toEqual(['shop']);
  expect(await projects('--tag', 'a', '--outcome', 'failed', '--project', 'web')).toEqual(['web']);
  expect((await playhead(['sessions', 'list', '--sort', 'age', '--dir', dir])).code).toBe(2);
});
