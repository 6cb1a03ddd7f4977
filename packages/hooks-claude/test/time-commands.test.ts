import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
let script: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'playhead shell-'));
  script = join(folder, 'time-commands.sh');
  cpSync(new URL('../shell/time-commands.sh', import.meta.url), script);
  chmodSync(script, 0o700);
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

/** Has it look as if a server ran. */
function serverRuns(pid = process.pid): void {
  mkdirSync(join(folder, 'running'));
  writeFileSync(join(folder, 'server'), `${pid}\n`);
}

const lineOf = (command: string, shell = 'bash'): string => `source /nowhere/snapshot-${shell}-1.sh 2>/dev/null || true && eval '${command.replaceAll("'", `'"'"'`)}' < /dev/null && pwd -P >| /dev/null`;
const ENV = { PATH: process.env['PATH'] ?? '', SHELL: '/bin/bash', HOME: tmpdir(), CLAUDE_CODE_SESSION_ID: 's1', line: 'kept', shell: 'kept', server: 'kept' };

/** What a program did. */
function seen(program: string, args: readonly string[], env: Record<string, string> = ENV): Pick<SpawnSyncReturns<Buffer>, 'status' | 'signal'> & { out: string; err: string } {
  const { status, signal, stdout, stderr } = spawnSync(program, args, { env, cwd: tmpdir(), input: 'typed' });
  return { status, signal, out: stdout.toString('base64'), err: stderr.toString('base64') };
}

const notes = (): readonly string[] => (existsSync(join(folder, 'running')) ? readdirSync(join(folder, 'running')) : []);

const COMMANDS: readonly (readonly [what: string, command: string])[] = [
  ['bytes that are no text', "printf '\\000\\377\\033[31mü\\r\\n'; printf 'e\\200' >&2"],
  ['quotes, lines and signs', "cat <<'X'\nit's \"$HOME\" `id` \\ ü 🎉 && eval 'x'\nX"],
  ['an exit code', 'exit 42'],
  ['an exit inside a strict shell', 'set -e; false; echo no'],
  ['a signal', 'kill -TERM $$'],
  ['its input', 'cat; echo "[$?]"'],
  ['its environment', 'env | grep -v -e ^_= -e ^SHLVL= | sort; echo "$SHLVL $0 $#"'],
  ['a command that is not there', 'no-such-command-of-anybody'],
  ['words of bash', '[[ a == a ]] && diff <(echo 1) <(echo 1) && echo same'],
];

test.each(COMMANDS)('a command does what it does without: %s', (_what, command) => {
  const line = lineOf(command);
  const bare = seen('/bin/bash', ['-c', line]);
  expect(seen(script, [line])).toEqual(bare); // no server ran here
  expect(notes()).toEqual([]);
  serverRuns();
  expect(seen(script, [line])).toEqual(bare);
  expect(notes()).toHaveLength(1);
});

test('the note is an empty file that has the number of the process which becomes the command', () => {
  serverRuns();
  const { out } = seen(script, [lineOf('echo $$')]);
  expect(notes()).toEqual([Buffer.from(out, 'base64').toString().trim()]);
});

test('the shell is that of the client, also where the user works in another one', () => {
  const { out } = seen(script, [lineOf('[[ -n $BASH_VERSION ]] && echo bash')], { ...ENV, SHELL: '/usr/bin/fish' });
  expect(Buffer.from(out, 'base64').toString()).toBe('bash\n');
});

test('nothing is left where no server runs any more, where nothing is to be recorded, and of what is no command', () => {
  serverRuns(spawnSync('true').pid); // it has ended
  seen(script, [lineOf('true')]);
  writeFileSync(join(folder, 'server'), `${process.pid}\n`);
  seen(script, [lineOf('true')], { ...ENV, PLAYHEAD_RECORD: '0' });
  expect(seen(script, ["'printf' '%s' 'a server'"])).toEqual(seen('/bin/sh', ['-c', "printf %s 'a server'"]));
  expect(seen(script, ['printf', '%s', 'in words'])).toEqual(seen('/bin/sh', ['-c', "printf %s 'in words'"]));
  expect(notes()).toEqual([]);
});

test.each(['nothing to write into', 'a note that is no number'])('a command runs all the same with %s', (what) => {
  writeFileSync(join(folder, 'server'), what === 'nothing to write into' ? `${process.pid}\n` : 'what;is\n');
  if (what === 'nothing to write into') writeFileSync(join(folder, 'running'), ''); // no folder, so that it fails for root too
  const line = lineOf('echo on; exit 3');
  expect(seen(script, [line])).toEqual(seen('/bin/bash', ['-c', line]));
});
