import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdSource, encodeRecord, type SessionHeader } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { commands } from '../src/command-table.ts';
import { makeDataDirectory, readServerNote, writeServerNote } from '../src/local-server.ts';
import { plain } from '../src/plain-text.ts';
import { quickCommand } from '../src/quick-commands.ts';
import { playhead, temporary } from './support.ts';
import { printed, recordTerminal } from './terminal-session.ts';

test('help names every command, and each command explains its options', async () => {
  const { code, out } = await playhead(['--help']);
  expect(code).toBe(0);
  for (const { name, options = {} } of commands) {
    expect(out).toContain(`playhead ${name}`);
    const own = await playhead([...name.split(' '), '--help']);
    for (const option of Object.keys(options)) expect(own.out).toContain(`--${option}`);
  }
});

test('a command that is found without the table is the one of the table', async () => {
  const found = (await Promise.all(commands.map(({ name }) => quickCommand([...name.split(' '), '--json'])))).filter((quick) => quick !== undefined);
  expect(found.map(({ command }) => command.name)).toEqual(expect.arrayContaining(['record', 'gateway stdio']));
  for (const { command, rest } of found) expect([commands.filter(({ name }) => name === command.name), rest]).toEqual([[command], ['--json']]);
});

test('completion knows every command', async () => {
  const { out } = await playhead(['completion']);
  for (const { name } of commands) expect(out).toContain(name.split(' ').at(-1));
});

test.each([[['nonsense']], [['sessions']], [['serve', '--port', 'x']], [['sessions', 'list', '--what']], [['sessions', 'show']], [['sessions', 'show', '../x']], [['init', 'other']], [['demo', '--speed', '-1']]])('answers wrong usage %j with exit code 2', async (args) => {
  const { code, err } = await playhead(args);
  expect([code, err.length > 0]).toEqual([2, true]);
});

test('says clearly that a session is not there, as JSON too', async () => {
  const { code, out } = await playhead(['sessions', 'show', '00000000-0000-7000-8000-000000000000', '--json', '--dir', temporary()]);
  expect([code, JSON.parse(out)]).toMatchObject([1, { error: { code: 'session_not_found' } }]);
});

test('lists nothing where nothing is recorded, and has no server there', async () => {
  const dir = temporary();
  expect(JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out)).toEqual({ schemaVersion: 1, sessions: [] });
  expect((await playhead(['status', '--dir', dir])).code).toBe(1);
  expect((await playhead(['stop', '--dir', dir])).code).toBe(0);
});

test('lists recordings by every option, and answers a wrong one with what it should be', async () => {
  const dir = temporary();
  const storage = fsStorage({ dir });
  const nextId = createIdSource();
  const make = async (name: string, at: number, fields: Partial<SessionHeader> = {}): Promise<void> => {
    const { sessionId } = await storage.create({ sessionId: nextId(), name, harness: 'sdk', agentName: 'agent', workspaceName: 'shop', ...fields });
    await storage.append(sessionId, [encodeRecord({ id: nextId(), p: 'p', e: 0, n: 0, at, type: 'file_read', via: 'sdk', data: { path: `src/${name}.ts`, content: 'x'.repeat(name === 'large' ? 3000 : 1) } })]);
  };
  const hour = 3_600_000_000;
  const now = Date.now() * 1000;
  await make('old', Date.parse('2026-01-05T10:00:00Z') * 1000, { identity: { type: 'user', subject: 'ada' }, tags: ['a', 'b'] });
  await make('yesterday', now - 26 * hour, { agentName: 'Ada', task: { id: 'T-1', title: 'T' }, project: 'web' });
  await make('large', now - hour, { tags: ['a'] });
  await storage.close();
  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['--after', '2d'], ['large', 'yesterday']], [['--before', '1d'], ['yesterday', 'old']], [['--after', '90m'], ['large']], [['--before', '1w'], ['old']],
    [['--after', '2026-01-05', '--before', '2026-01-06'], ['old']], [['--after', '2026-01-05T10:00Z', '--before', '2026-01-05T11:00:01+01:00'], ['old']], [['--after', '2026-01-05 10:01', '--before', '2d'], []],
    [['--agent', 'Ada'], ['yesterday']], [['--identity', 'ada'], ['old']], [['--task', 'T-1'], ['yesterday']], [['--tags', 'a'], ['large', 'old']], [['--tags', 'a, b'], ['old']],
    [['--project', 'web'], ['yesterday']], [['--min-size', '2kB'], ['large']], [['--max-size', '0.002MB'], ['yesterday', 'old']], [['--search', 'SRC/OLD'], ['old']], [['--workspace', 'shop', '--limit', '2'], ['large', 'yesterday']],
  ];
  for (const [options, names] of cases) {
    const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir, ...options])).out) as { sessions: { name: string }[] }; // our own command's answer
    expect([options, sessions.map(({ name }) => name)]).toEqual([options, names]);
  }
  for (const wrong of [['--after', 'soon'], ['--before', '2026-13-40'], ['--min-size', 'big'], ['--max-size', '1XB']]) {
    const { code, err } = await playhead(['sessions', 'list', '--dir', dir, ...wrong]);
    expect([code, err.includes(`${wrong[0]} must be`)]).toEqual([2, true]);
  }
});

test('makes the index of recordings anew', async () => {
  const dir = temporary();
  expect(JSON.parse((await playhead(['sessions', 'reindex', '--json', '--dir', dir])).out)).toEqual({ schemaVersion: 1, sessions: 0, keyframes: 0 });
  const storage = fsStorage({ dir });
  await storage.create({ sessionId: createIdSource()(), name: 'One', harness: 'sdk', agentName: 'agent', workspaceName: 'shop' });
  await storage.close();
  writeFileSync(join(dir, 'index.jsonl'), 'spoiled');
  expect((await playhead(['sessions', 'reindex', '--dir', dir])).out).toBe('indexed 1 recordings');
  expect(readFileSync(join(dir, 'index.jsonl'), 'utf8')).not.toContain('spoiled');
  expect(readFileSync(join(dir, 'index.jsonl'), 'utf8')).toContain('One');
});

test('makes what a long terminal is sought in by, once, and leaves short ones alone', async () => {
  const dir = temporary();
  const { id } = await recordTerminal(dir, Array.from({ length: 30 }, (_, index) => printed(index * 1_000_000, 'line of a terminal\r\n'.repeat(1000))));
  await recordTerminal(dir, [printed(0, 'short')]);
  expect((await playhead(['sessions', 'reindex', '--dir', dir])).out).toBe('indexed 2 recordings, made keyframes of 1');
  const storage = fsStorage({ dir });
  expect(await storage.derived.get(id, 'keyframes', 2)).toBeDefined();
  await storage.close();
  expect(JSON.parse((await playhead(['sessions', 'reindex', '--json', '--dir', dir])).out)).toEqual({ schemaVersion: 1, sessions: 2, keyframes: 0 });
});

test('takes a note of a server that died for no server', async () => {
  const dir = temporary();
  makeDataDirectory(dir);
  writeServerNote(dir, { url: 'http://127.0.0.1:9', pid: 1, version: '0' });
  expect(statSync(join(dir, 'server.json')).mode & 0o777).toBe(0o600);
  expect(readServerNote(dir)?.pid).toBe(1);
  expect((await playhead(['status', '--dir', dir])).code).toBe(1);
});

test('says what waits on the disk for a storage that did not take it', async () => {
  const dir = temporary();
  expect(JSON.parse((await playhead(['status', '--json', '--dir', dir])).out)).toMatchObject({ running: false, directory: dir, spool: { files: 0, bytes: 0 } });
  mkdirSync(join(dir, 'spool', 'http-0a1b2c3d.0.0.x'), { recursive: true });
  writeFileSync(join(dir, 'spool', 'http-0a1b2c3d.0.0.x', '00000001_x.jsonl'), '{}\n');
  expect(JSON.parse((await playhead(['status', '--json', '--dir', dir])).out)).toMatchObject({ spool: { files: 1, bytes: 3 } });
  expect((await playhead(['status', '--dir', dir])).out).toContain('3 bytes in 1 files wait');
});

test('wires Claude Code, keeps foreign settings, changes nothing the second time, and takes itself out again', async () => {
  const cwd = temporary();
  const path = join(cwd, '.claude/settings.json');
  mkdirSync(join(cwd, '.claude'));
  const before = '{\n    "model": "x",\n    "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "true" }] }] }\n}\n';
  writeFileSync(path, before);
  const first = await playhead(['init', 'claude', '--scope', 'project'], { cwd });
  expect(first.code).toBe(0);
  for (const said of ['Redacted before anything is written', '.playhead.json', 'playhead remove claude', 'Recorded:', 'Recordings stay']) expect(first.out).toContain(said);
  const wired = readFileSync(path, 'utf8');
  expect(wired).toContain('\n    "model": "x"');
  expect(wired).toContain('/hooks/claude');
  const backup = readdirSync(join(cwd, '.claude')).find((name) => name.startsWith('settings.json.playhead-backup-'));
  expect(readFileSync(join(cwd, '.claude', backup ?? ''), 'utf8')).toBe(before);
  await playhead(['init', 'claude', '--scope', 'project'], { cwd });
  expect(readFileSync(path, 'utf8')).toBe(wired);
  await playhead(['remove', 'claude', '--scope', 'project'], { cwd });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(before));
});

test('leaves settings that are not JSON as they are', async () => {
  const cwd = temporary();
  mkdirSync(join(cwd, '.claude'));
  writeFileSync(join(cwd, '.claude/settings.json'), '{ // mine');
  const { code, err } = await playhead(['init', 'claude', '--scope', 'project'], { cwd });
  expect([code, err]).toEqual([1, expect.stringContaining('left as it is')]);
  expect(readFileSync(join(cwd, '.claude/settings.json'), 'utf8')).toBe('{ // mine');
});

test('only prints with --dry-run', async () => {
  const cwd = temporary();
  expect(JSON.parse((await playhead(['init', 'claude', '--scope', 'project', '--dry-run'], { cwd })).out)).toHaveProperty('hooks');
  expect(readdirSync(cwd)).toEqual([]);
});

test('takes control characters out of recorded text before it reaches a terminal', () => {
  expect(plain('a\u001b]0;title\u0007b\nc\u202ed', 50)).toBe('a ]0;title b c d');
});

test.skipIf(process.platform !== 'linux')('refuses a data directory that cannot be made at once, with its code on stderr', async () => {
  const { code, err } = await playhead(['serve', '--dir', '/proc/playhead/data']);
  expect([code, err]).toEqual([1, expect.stringContaining('(storage_unavailable)')]);
});

test('gives settings back byte for byte when nothing else changed', async () => {
  const cwd = temporary();
  const path = join(cwd, '.claude/settings.json');
  mkdirSync(join(cwd, '.claude'));
  const before = '{"model":"x",  "permissions": { "allow": ["Bash(ls)"] } }';
  writeFileSync(path, before);
  for (const command of ['init', 'init', 'remove']) expect((await playhead([command, 'claude', '--scope', 'project'], { cwd })).code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(before);
});
