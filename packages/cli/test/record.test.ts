import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRecord } from '@playhead/protocol';
import type { SessionDocument } from '@playhead/replay-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBin, playhead, temporary } from './support.ts';
import { bytesOf, environmentOf, fileOf, recordInTerminal, recordsOf } from './terminal-recording.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => { rmSync(bin, { force: true }); });

describe('what a recorded command prints', () => {
  test.each([[1], [4095], [4096], [65_536]])('is shown and kept byte for byte: %i bytes', async (size) => {
    const file = fileOf(size);
    const { shown, records, exitCode } = await recordInTerminal(bin, ['sh', '-c', 'stty -opost; cat "$1"', 'sh', file]);
    const bytes = readFileSync(file);
    expect(exitCode).toBe(0);
    expect(shown.equals(bytes)).toBe(true);
    expect(bytesOf(records).equals(bytes)).toBe(true);
  });

  test('is shown and kept byte for byte where it is no text', async () => {
    const file = fileOf(300_000, 'bytes');
    const { shown, records } = await recordInTerminal(bin, ['sh', '-c', 'stty -opost; cat "$1"', 'sh', file]);
    expect(shown.equals(readFileSync(file))).toBe(true);
    expect(bytesOf(records).equals(readFileSync(file))).toBe(true);
  });

  test('is shown and kept byte for byte: 26 MB', async () => {
    const file = fileOf(26_000_000);
    const { shown, records } = await recordInTerminal(bin, ['sh', '-c', 'stty -opost; cat "$1"', 'sh', file]);
    expect(shown.equals(readFileSync(file))).toBe(true);
    expect(bytesOf(records).equals(readFileSync(file))).toBe(true);
    expect(Math.max(...records.map(({ data }) => Buffer.byteLength(String(data['text'] ?? ''))))).toBeLessThanOrEqual(32 * 1024);
  });
});

describe('a recorded command', () => {
  test.each([
    ['exit 0', 0, undefined], ['exit 3', 3, undefined], ['kill -TERM $$', 143, 'SIGTERM'], ['kill -KILL $$', 137, 'SIGKILL'],
  ] as const)('ends as it would without: %s', async (script, exitCode, signal) => {
    const recorded = await recordInTerminal(bin, ['sh', '-c', script]);
    expect(recorded.exitCode).toBe(exitCode);
    expect(recorded.records.find(({ type, data }) => type === 'terminal_output' && data['exitCode'] !== undefined)?.data).toEqual({ text: '', stream: 'pty', exitCode, ...(signal && { signal }) });
    expect(recorded.records.find(({ type }) => type === 'tool_result')?.data['status']).toBe(exitCode === 0 ? 'ok' : 'failed');
  });

  test.each([['no-such-command', 127], ['/etc/passwd', 126]])('that cannot be run ends as in a shell: %s', async (command, exitCode) => {
    const recorded = await recordInTerminal(bin, [command]);
    expect(recorded.exitCode).toBe(exitCode);
    expect(recorded.records).toEqual([]);
  });

  test('leaves the terminal as it was, however it ends', async () => {
    for (const script of ['exit 0', 'stty raw -echo; exit 1', 'kill -KILL $$']) {
      const { states } = await recordInTerminal(bin, ['sh', '-c', script]);
      expect(states[1]).toBe(states[0]);
    }
  });

  test('keeps its own options, also those that Playhead has', async () => {
    const { shown } = await recordInTerminal(bin, ['echo', '--help', '--json', '-o']);
    expect(shown.toString()).toBe('--help --json -o\r\n');
  });

  test('can be kept in one file, with everything in it', async () => {
    const file = join(temporary(), 'one.jsonl');
    const command = `echo '${'long '.repeat(10_000)}' | tail -c 10`; // more than a record holds: it stands beside the log
    const { records } = await recordInTerminal(bin, ['sh', '-c', command], { flags: ['-o', file] });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => decodeRecord(line));
    expect(lines.map((record) => record?.type)).toEqual(records.map(({ type }) => type));
    expect(String(lines.find((record) => record?.type === 'terminal_command')?.data['command'])).toContain(command.slice(10, 40_000));
    expect(bytesOf(lines.filter((record) => record !== undefined)).toString()).toContain('long');
    const elsewhere = await playhead(['replay', file], { env: { PLAYHEAD_HOME: temporary() } }); // where none of it is known
    expect([elsewhere.code, elsewhere.out.trim()]).toEqual([0, 'ong long']); // the screen of the terminal
  });

  test('is counted as every list counts it', async () => {
    const dir = temporary();
    const env = { PLAYHEAD_HOME: dir };
    const { stdout } = spawnSync(process.execPath, [bin, 'record', '--headless', '--json', '--', 'echo', 'hi'], { env: environmentOf(dir, env), encoding: 'utf8' });
    const { sessionId, events } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { sessionId: string; events: number }; // our own command's answer
    const document = JSON.parse((await playhead(['sessions', 'show', sessionId, '--json'], { env })).out) as SessionDocument; // our own command's answer
    expect(events).toBe(document.session.events);
    expect(events).toBe((await recordsOf(dir)).length);
  });

  test('can be kept as a cast', async () => {
    const file = join(temporary(), 'one.cast');
    await recordInTerminal(bin, ['echo', 'for other players'], { flags: ['-o', file] });
    expect(readFileSync(file, 'utf8')).toMatch(/^\{"version":3,[^]*for other players/);
  });

  test.each(['jsonl', 'cast'])('ends as it would without where no %s file of it can be written, which is said', async (kind) => {
    const file = join(temporary(), `no-such-folder/one.${kind}`);
    const { said, exitCode, states } = await recordInTerminal(bin, ['sh', '-c', 'echo fine; exit 5'], { flags: ['-o', file] });
    expect(exitCode).toBe(5);
    expect(said.split('\n').slice(1)).toEqual([expect.stringMatching(/^playhead record: \S+ was not written: .*ENOENT.*\. The recording is in \S+\.$/)]);
    expect(states[1]).toBe(states[0]);
  });

  test.skipIf(process.platform !== 'linux')('runs in a directory that somebody removed', () => {
    const home = temporary();
    const args = ['mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"', process.execPath, bin, 'record', '--headless', '--json', '--', 'sh', '-c', 'ls -A; exit 5'];
    const { status, stdout } = spawnSync('sh', ['-c', ...args], { cwd: home, env: environmentOf(home), encoding: 'utf8' });
    expect([status, JSON.parse(stdout)]).toEqual([5, expect.objectContaining({ exitCode: 5, events: expect.any(Number) })]);
    expect(existsSync(join(home, 'gone'))).toBe(false);
  });

  test('goes on where nothing can be recorded, and says why', async () => {
    const { shown, said, exitCode } = await recordInTerminal(bin, ['sh', '-c', 'echo fine; exit 5'], { env: { PLAYHEAD_HOME: '/proc/nowhere' } });
    expect([shown.toString(), exitCode]).toEqual(['fine\r\n', 5]);
    expect(said.split('\n')).toEqual(['This terminal is not recorded.', expect.stringMatching(/^playhead record: nothing was recorded: .*the data directory cannot be used/)]);
  });
});
