import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../src/command-table.ts';
import { makeDataDirectory, readServerNote, writeServerNote } from '../src/local-server.ts';
import { plain } from '../src/plain-text.ts';
import { playhead, temporary } from './support.ts';

test('help names every command, and each command explains its options', async () => {
  const { code, out } = await playhead(['--help']);
  expect(code).toBe(0);
  for (const { name, options = {} } of commands) {
    expect(out).toContain(`playhead ${name}`);
    const own = await playhead([...name.split(' '), '--help']);
    for (const option of Object.keys(options)) expect(own.out).toContain(`--${option}`);
  }
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
