import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sitDown, typedOf, type RecordedPerson } from './recorded-person.ts';
import { buildBin } from './support.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => { rmSync(bin, { force: true }); });

const PASSWORD = 'correct horse battery';
const withInput = (command: readonly string[]): RecordedPerson => sitDown(bin, command, { flags: ['--input'], env: { PS1: 'ready> ', LESSHISTFILE: '-' } });

test.concurrent('a password that an interactive bash reads is nowhere in the recording, nor is its length', async () => {
  const person = withInput(['bash', '--norc', '--noprofile', '-i']);
  await person.sees('ready> ');
  person.types('read -s -p "Word: " word\r');
  await person.sees('Word: ');
  await person.sees('Word: ');
  person.types(`${PASSWORD}\r`);
  await person.sees('ready> ');
  person.types('echo and on\r');
  await person.sees('and on\r\n');
  await person.sees('ready> ');
  await person.keeps('echo and on');
  person.types('exit\r');
  await person.ended();
  const records = await person.records();
  expect(JSON.stringify(records)).not.toContain('horse');
  const { text, redacted } = typedOf(records);
  expect(text).toContain('read -s');
  expect(text).toContain('echo and on');
  const hidden = records.filter(({ data }) => data['redacted'] === true);
  expect(redacted).toBeLessThanOrEqual(3); // the password, what led to it and what ended the shell, each at most once
  expect(hidden.map(({ data }) => data)).toEqual(hidden.map(() => ({ text: '', redacted: true })));
});

test.concurrent('a password for Python, and one that comes in one go behind a command, are not recorded', async () => {
  const person = withInput(['bash', '--norc', '--noprofile', '-i']);
  await person.sees('ready> ');
  person.types(`python3 -c 'import getpass; getpass.getpass("Key of Ada: "); print("thanks")'\r`);
  await person.sees('Key of Ada: ');
  await person.sees('Key of Ada: ');
  person.pastes(`${PASSWORD}\r`);
  await person.sees('thanks\r\n');
  await person.sees('ready> ');
  person.pastes(`read -s word\r${PASSWORD}\r`);
  await person.sees('read -s word\r\n');
  person.types('\r');
  await person.sees('ready> ');
  person.types('exit\r');
  await person.ended();
  const typed = (await person.records()).filter(({ type }) => type === 'terminal_input');
  expect(JSON.stringify(typed)).not.toContain('horse');
});

test.concurrent('what a raw prompt asks for by its words is not recorded', async () => {
  const script = `process.stdin.setRawMode(true); process.stdout.write('Token: '); let got = ''; process.stdin.on('data', (keys) => { got += keys; if (got.includes('\\r')) { console.log('thanks'); process.exit(0); } });`;
  const person = withInput([process.execPath, '-e', script]);
  await person.sees('Token: ');
  person.types(`${PASSWORD}\r`);
  await person.ended();
  const records = await person.records();
  expect(JSON.stringify(records.filter(({ type }) => type !== 'terminal_command' && type !== 'session_start'))).not.toMatch(/horse|battery/);
  expect(typedOf(records)).toEqual({ text: '', redacted: 1 });
});

test.concurrent('what is typed in vim is recorded', async () => {
  const person = withInput(['vim', '-u', 'NONE', '-N', 'note.txt']);
  await person.sees('note.txt');
  person.types('i');
  await person.sees('-- INSERT --');
  person.types('hello vim\u001b');
  person.types(':q!\r');
  await person.ended();
  expect(typedOf(await person.records()).text).toContain('ihello vim');
});

test.concurrent('what is typed at a question of Node, and into cat, is recorded', async () => {
  const script = `const { createInterface } = require('node:readline'); const lines = createInterface({ input: process.stdin, output: process.stdout }); lines.question('Who are you? ', (name) => { console.log('welcome ' + name); lines.question('Go? ', () => lines.close()); });`;
  const person = withInput(['sh', '-c', `"$1" -e "$2"; echo ready; exec cat`, 'sh', process.execPath, script]);
  await person.sees('Who are you? ');
  person.types('Ada\r');
  await person.sees('welcome Ada');
  await person.sees('Go? ');
  person.types('\r');
  await person.sees('ready');
  person.types('a line for cat\r');
  await person.sees('a line for cat\r\na line for cat');
  await person.keeps('a line for cat');
  person.types('\u0004');
  await person.ended();
  const { text } = typedOf(await person.records());
  expect(text).toContain('Ada');
  expect(text).toContain('a line for cat');
});

test.concurrent('nothing that is typed is recorded unless it is asked for', async () => {
  const person = sitDown(bin, ['cat']);
  await person.sees('Recording: ');
  person.types('a line for cat\r');
  await person.sees('a line for cat\r\na line for cat');
  person.types('\u0004');
  await person.ended();
  expect(typedOf(await person.records())).toEqual({ text: '', redacted: 0 });
});
