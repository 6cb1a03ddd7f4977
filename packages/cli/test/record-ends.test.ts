import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endInClosedTerminal } from './closed-terminal.ts';
import { lostByKill } from './killed-recorder.ts';
import { sitDown } from './recorded-person.ts';
import { buildBin, temporary } from './support.ts';
import { bytesOf, environmentOf, fileOf, recordsOf } from './terminal-recording.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => { rmSync(bin, { force: true }); });

test.each(['off', 'entity'])('a recorder that is killed loses at most 250 ms of what was shown, and its log can be read: redaction %s', async (policy) => {
  expect(await lostByKill(bin, policy, 200 + Math.random() * 1000)).toBeLessThanOrEqual(250);
});

test.each([['SIGTERM', 15], ['SIGHUP', 1], ['SIGINT', 2]] as const)('%s to the recorder ends the command and then the recorder, which keeps what was printed', async (name, signal) => {
  const person = sitDown(bin, ['sh', '-c', 'echo here; exec sleep 600']);
  await person.sees('here\r\n');
  process.kill(person.pid, name);
  expect(await person.ended()).toMatchObject({ signal });
  const records = await person.records();
  expect(bytesOf(records).toString()).toBe('here\r\n');
  expect(records.find(({ type, data }) => type === 'terminal_output' && data['exitCode'] !== undefined)?.data).toMatchObject({ exitCode: 128 + signal, signal: name });
  expect(records.find(({ type }) => type === 'session_stop')?.data).toMatchObject({ outcome: name === 'SIGINT' ? 'interrupted' : 'failed' });
});

test('a command that closes its terminal goes on, may open it again, and ends as it would without a recorder', async () => {
  const person = sitDown(bin, ['sh', '-c', 'echo before; exec 0<&- 1>&- 2>&-; sleep 0.3; echo again >/dev/tty; exec 0<&- 1>&- 2>&-; sleep 0.1; exit 7']);
  await person.sees('before\r\n');
  expect(await person.ended()).toMatchObject({ exitCode: 7 });
  expect(bytesOf(await person.records()).toString()).toBe('before\r\nagain\r\n');
});

test('a command that goes on in a terminal that was closed ends as it would without a recorder, and all of it is recorded', async () => {
  const home = temporary();
  const command = [process.execPath, bin, 'record', '--', 'sh', '-c', "trap '' HUP; stty -opost; echo hello; sleep 0.5; echo more; exit 3"];
  expect(endInClosedTerminal(command, environmentOf(home))).toBe('ended with 3');
  expect(bytesOf(await recordsOf(join(home, 'data'))).toString()).toBe('hello\nmore\n');
});

test('the prompt of a program that waits is recorded while it waits, secrets or not', async () => {
  const person = sitDown(bin, ['sh', '-c', 'printf "\\033[2J\\033[HOverwrite?[y/N]:"; read answer'], { env: { PLAYHEAD_REDACTION: 'entity' } });
  await person.sees('[y/N]:');
  await expect.poll(async () => bytesOf(await person.records()).toString()).toBe('\u001b[2J\u001b[HOverwrite?[y/N]:');
  person.types('y\r');
  expect(await person.ended()).toMatchObject({ exitCode: 0 });
});

test('the command hears that its terminal has another size, and the recording says so', async () => {
  const person = sitDown(bin, ['bash', '-c', `trap 'stty size' WINCH; echo ready; while :; do sleep 0.1; done`]);
  await person.sees('ready');
  person.resizes(101, 41);
  await person.sees('41 101');
  process.kill(person.pid, 'SIGTERM');
  await person.ended();
  const records = await person.records();
  expect(records.find(({ type }) => type === 'terminal_command')?.data['pty']).toEqual({ columns: 90, rows: 30, term: 'xterm-256color' });
  expect(records.filter(({ type }) => type === 'terminal_resize').map(({ data }) => data)).toEqual([{ columns: 101, rows: 41 }]);
});

test('a terminal in a recorded terminal is one more of the same session', async () => {
  const person = sitDown(bin, [process.execPath, bin, 'record', '--headless', '--', 'echo', 'inner']);
  await person.ended();
  const records = await person.records();
  expect(new Set(records.filter(({ type }) => type === 'terminal_command').map(({ call }) => call)).size).toBe(2);
  expect(records.filter(({ type }) => type === 'session_start')).toHaveLength(1);
  expect(records.filter(({ type }) => type === 'session_stop')).toHaveLength(1);
});

test('a long recording has its screens when the recorder ends, and a short one needs none', () => {
  const keptOf = (command: readonly string[]): readonly string[] => {
    const home = temporary();
    expect(spawnSync(process.execPath, [bin, 'record', '--headless', '--', ...command], { env: environmentOf(home), stdio: 'ignore' }).status).toBe(0);
    const derived = join(home, 'data', 'derived');
    return (existsSync(derived) ? readdirSync(derived, { recursive: true, encoding: 'utf8' }) : []).filter((name) => name.includes('keyframes'));
  };
  expect(keptOf(['cat', fileOf(1_000_000)])).toHaveLength(1);
  expect(keptOf(['echo', 'short'])).toEqual([]);
});
