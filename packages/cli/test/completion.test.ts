import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { bashCompletion } from '../src/completion/bash.ts';
import { fishCompletion } from '../src/completion/fish.ts';
import { zshCompletion } from '../src/completion/zsh.ts';
import { commands } from '../src/command-table.ts';
import { temporary } from './support.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
const IDS = 'playhead() { echo 0194aaaa-0000-7000-8000-000000000001; }';

/** The shell there is, or why it cannot be tried. */
function need(shell: string, context: TestContext): void {
  if (spawnSync(shell, ['--version']).status === 0) return;
  if (process.env['PLAYHEAD_REQUIRE_BROWSER'] === '1') throw new Error(`${shell} cannot be found`);
  context.skip(`!!! ${shell} cannot be found: its completion was NOT tried. !!!`);
}

/** What each shell was asked for. */
const LINES = ['playhead ', 'playhead sessions ', 'playhead se', 'playhead sessions list --o', 'playhead sessions list --outcome ', 'playhead sessions list --outcome f', 'playhead init ', 'playhead sessions show ', 'playhead sessions show --json 0194'];

/** What a shell offers at the end of each line, as it would for a user who presses Tab there: one process, as some take long to start. */
function offeredBy(shell: (typeof SHELLS)[number]): (line: string) => readonly string[] {
  const script = join(temporary(), 'playhead.completion');
  writeFileSync(script, SCRIPTS[shell](commands));
  const words = (line: string): string => `COMP_WORDS=(${line.split(' ').map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.split(' ').length - 1}; _playhead; printf '%s\\n' "\${COMPREPLY[@]}"; echo =`;
  const code = {
    bash: `${IDS}\nsource ${script}\n${LINES.map(words).join('\n')}`,
    // The system of completion runs in an editor of lines only; what a script for bash sees in it is what is set here.
    zsh: `${IDS}\nautoload -U +X compinit; compinit -u -D; source ${script}\ntry() { emulate -L sh; setopt ksharrays kshglob shglob braceexpand; local COMP_WORDS COMP_CWORD\n${LINES.map(words).join('\n')}\n}; try`,
    fish: `function playhead; echo 0194aaaa-0000-7000-8000-000000000001; end\nsource ${script}\n${LINES.map((line) => `complete -C '${line}'; echo =`).join('\n')}`,
  }[shell];
  const { stdout, stderr } = spawnSync(shell, [...(shell === 'bash' ? ['--norc'] : shell === 'zsh' ? ['-f'] : ['--no-config']), '-c', code], { encoding: 'utf8', env: { ...process.env, HOME: temporary() } });
  expect(stderr).toBe('');
  const answers = stdout.split(/^=$/m);
  return (line) => {
    const begun = line.split(' ').at(-1) ?? '';
    const all = (answers[LINES.indexOf(line)] ?? '').split('\n').map((each) => each.split('\t')[0] ?? '').filter((each) => each !== '');
    return shell === 'zsh' ? all.filter((each) => each.startsWith(begun)) : all; // its editor takes those that fit
  };
}

describe.each(SHELLS)('%s', (shell) => {
  test('offers commands and their options, the words that these may be, and the ids of recordings', (context) => {
    need(shell, context);
    const offered = offeredBy(shell);
    expect(offered('playhead ')).toEqual(expect.arrayContaining(['sessions', 'replay', 'doctor']));
    expect(offered('playhead sessions ')).toEqual(expect.arrayContaining(['list', 'show']));
    expect(offered('playhead sessions ')).not.toContain('doctor');
    expect(offered('playhead se')).toEqual(expect.arrayContaining(['sessions', 'serve']));
    expect(offered('playhead se')).not.toContain('doctor');
    expect(offered('playhead sessions list --o')).toContain('--outcome');
    expect(offered('playhead sessions list --outcome ')).toEqual(expect.arrayContaining(['success', 'failed']));
    expect(offered('playhead sessions list --outcome f')).toEqual(['failed']);
    expect(offered('playhead init ')).toEqual(expect.arrayContaining(['claude', 'mcp']));
    expect(offered('playhead sessions show ')).toEqual(['0194aaaa-0000-7000-8000-000000000001']);
    expect(offered('playhead sessions show --json 0194')).toEqual(['0194aaaa-0000-7000-8000-000000000001']);
  });
});
