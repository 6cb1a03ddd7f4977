import { afterEach, expect, test, vi } from 'vitest';
import { loadNodePty } from './load-node-pty.ts';
import { startTerminal } from './terminal-process.ts';
import { createTerminalAsker } from './terminal-state.ts';
import { createTypedInput, type TypedInput } from './typed-input.ts';

const ends: (() => void)[] = [];
afterEach(() => { for (const end of ends.splice(0)) end(); });

/** Sits somebody down at a terminal whose keys are recorded. */
async function terminalOf(script: string, path?: string): Promise<{ typed: TypedInput; keys: (string | undefined)[]; shows: (text: string) => Promise<void> }> {
  const keys: (string | undefined)[] = [];
  let shown = '';
  let typed: TypedInput | undefined;
  const terminal = startTerminal(await loadNodePty(), {
    file: '/bin/sh', args: ['-c', script], cwd: '/', env: { PATH: process.env['PATH'] ?? '' }, columns: 80, rows: 24, term: 'xterm',
    onData: (bytes) => { shown += bytes.toString(); typed?.output(bytes); },
  });
  const at = path ?? terminal.path;
  const asker = createTerminalAsker(at, 10_000); // a busy machine answers late
  const made = typed = createTypedInput({ path: at, asker, forward: terminal.write, record: (bytes) => keys.push(bytes?.toString()), now: () => 0 });
  ends.push(() => { made.end(); terminal.kill('SIGKILL'); });
  return { typed: made, keys, shows: (text) => vi.waitFor(() => expect(shown).toContain(text)) };
}

test('what a terminal shows as it is typed is recorded', async () => {
  const { typed, keys } = await terminalOf('cat');
  typed.type(Buffer.from('hello'));
  await vi.waitFor(() => expect(keys).toEqual(['hello']));
});

test('what is typed where a program reads a line that it does not show is not recorded', async () => {
  const { typed, keys, shows } = await terminalOf('stty -echo; echo ready; cat');
  await shows('ready');
  typed.type(Buffer.from('secret'));
  await vi.waitFor(() => expect(keys).toEqual([undefined]));
});

test('what is typed into a program that takes single keys is recorded', async () => {
  const { typed, keys, shows } = await terminalOf('stty raw -echo; echo ready; cat');
  await shows('ready');
  typed.type(Buffer.from('key'));
  await vi.waitFor(() => expect(keys).toEqual(['key']));
});

test('what is typed where nobody knows how the terminal is set is not recorded', async () => {
  const { typed, keys, shows } = await terminalOf('cat', '/dev/no-terminal');
  typed.type(Buffer.from('secret\r'));
  await shows('secret');
  await vi.waitFor(() => expect(keys).toEqual([undefined]));
});

test('what is typed right before a program stops to show it is not recorded', async () => {
  const { typed, keys, shows } = await terminalOf('stty -icanon min 1; echo go; head -c 2 >/dev/null; stty icanon -echo; echo ready; cat');
  await shows('go');
  typed.type(Buffer.from('a'));
  await vi.waitFor(() => expect(keys).toEqual(['a']));
  typed.type(Buffer.from('secret'));
  await shows('ready');
  await vi.waitFor(() => expect(keys).toEqual(['a', undefined]));
});

test('what a prompt in raw mode asks for by its words is not recorded, up to the end of the line', async () => {
  const { typed, keys, shows } = await terminalOf(`stty raw -echo; printf '\\033[1mEnter your passphrase\\033[m: '; cat`);
  await shows('passphrase');
  typed.type(Buffer.from('sec'));
  typed.type(Buffer.from('ret\r'));
  await shows('secret');
  typed.type(Buffer.from('open'));
  await vi.waitFor(() => expect(keys).toEqual([undefined, undefined, 'open']));
});

test('what comes behind the end of a line in one go is not recorded, but a paste that says where it ends is', async () => {
  const { typed, keys } = await terminalOf('stty raw; cat');
  typed.type(Buffer.from('login\rsecret'));
  await vi.waitFor(() => expect(keys).toEqual(['login\r', undefined]));
  typed.type(Buffer.from('\u001b[200~one\rtwo\u001b[201~'));
  await vi.waitFor(() => expect(keys.at(-1)).toBe('\u001b[200~one\rtwo\u001b[201~'));
});

test('the line that starts what asks for a password is recorded, and what is typed ahead of it is not', async () => {
  const keys: (string | undefined)[] = [];
  const [shown, hidden] = [{ echo: true, lines: true }, { echo: false, lines: true }];
  // When it is made, at the end of each line, and once more for what came right behind a line: by then the program has begun to ask.
  const states = [shown, shown, shown, hidden];
  const asker = { ask: () => Promise.resolve(states.shift()), stop: () => {} };
  const typed = createTypedInput({ path: '/dev/pts/0', asker, forward: () => {}, record: (bytes) => keys.push(bytes?.toString()), now: () => 0 });
  ends.push(() => typed.end());
  typed.type(Buffer.from('read -s word\r'));
  typed.type(Buffer.from('secret\r'));
  await vi.waitFor(() => expect(keys).toEqual(['read -s word\r', undefined]));
});
