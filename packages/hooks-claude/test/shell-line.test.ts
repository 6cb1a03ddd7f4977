import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '@playhead/protocol';
import { claudeHarness } from '../src/index.ts';
import { commandOfLine } from '../src/shell-line.ts';

/** As Claude Code 2.1.330 gave lines to the shell; only the folders are others. */
const START = 'source /home/dev/.claude/shell-snapshots/snapshot-bash-1795362614594-xl1vrf.sh 2>/dev/null || true && { \\builtin shopt -u extglob || \\builtin setopt NO_EXTENDED_GLOB NO_BARE_GLOB_QUAL NO_BRACE_CCL NO_MAGIC_EQUAL_SUBST NO_EQUALS; } >/dev/null 2>&1 || true && { \\builtin unalias -- \'which\'; \\builtin unset -f -- \'which\'; } >/dev/null 2>&1 || true && eval ';
const END = ' < /dev/null && pwd -P >| /tmp/claude-fae0-cwd';
const quoted = (command: string): string => `'${command.replaceAll("'", `'"'"'`)}'`;

test.each([
  ["'for i in 1 2 3; do echo $i; sleep .3; done'", 'for i in 1 2 3; do echo $i; sleep .3; done'],
  [`'echo '"'"'a b'"'"' | cat'`, "echo 'a b' | cat"],
  [`'echo "it'"'"'s /home"; cd /tmp; false'`, `echo "it's /home"; cd /tmp; false`],
  [`'cat <<'"'"'X'"'"'\nhallo '"'"'ü'"'"' \\ /home\nX\nexit 3'`, "cat <<'X'\nhallo 'ü' \\ /home\nX\nexit 3"],
  ['ls', 'ls'],
  ['"a \\"b\\" \\$c \\\\ d"', 'a "b" $c \\ d'],
])('finds the command in a line that the client gave a shell: %s', (word, command) => {
  expect(commandOfLine(START + word + END)).toBe(command);
});

test('finds no command in the start of an MCP server, and none where a quote is open', () => {
  expect(commandOfLine("'node' '/opt/server.js'")).toBeUndefined();
  expect(commandOfLine(`${START}'echo`)).toBeUndefined();
  expect(commandOfLine(`${START}"echo`)).toBeUndefined();
});

test('finds whatever a shell would find', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '\\', '$', '`', '\n', ';', 'ü', '&') }), (command) => {
    expect(commandOfLine(START + quoted(command) + END)).toBe(command);
  }));
  expect(execFileSync('sh', ['-c', `printf %s ${quoted("it's \\ \"$x\"\n")}`], { encoding: 'utf8' })).toBe("it's \\ \"$x\"\n");
});

test('of equal commands side by side each call is found once', () => {
  const call = (id: string): JsonObject => ({ hook_event_name: 'PreToolUse', session_id: 's', tool_name: 'Bash', tool_use_id: id, tool_input: { command: 'make' } });
  const state = ['one', 'two'].reduce((before, id) => claudeHarness.reduce(before, call(id), { at: 1, evidence: {} }).state, claudeHarness.initialState());
  const line = `${START}'make'${END}`;
  expect(claudeHarness.shellCallOf?.(state, line, new Set())?.call).toBe('one');
  expect(claudeHarness.shellCallOf?.(state, line, new Set(['one']))?.call).toBe('two');
  expect(claudeHarness.shellCallOf?.(state, line, new Set(['one', 'two']))).toBeUndefined();
  expect(claudeHarness.shellCallOf?.(state, `${START}'make all'${END}`, new Set())).toBeUndefined();
});
