import { expect, test } from 'vitest';
import { claudeHarness } from '../src/index.ts';

const submit = (prompt: unknown): boolean | undefined => claudeHarness.dropsSession?.({ hook_event_name: 'UserPromptSubmit', session_id: 's', prompt: prompt as string });

test.each(['/private', '  /private\n', '/playhead:private', '<command-name>/private</command-name>', '<command-message>private is running…</command-message>\n<command-name>/private</command-name>\n<command-args></command-args>'])('%j makes the session private', (prompt) => {
  expect(submit(prompt)).toBe(true);
});

test.each([
  'private', '/private key', '/private-notes', '/privateer', '/other:private', 'What does /private do?', '<command-name>/review</command-name> <command-name>/private</command-name>',
  'Look at this log: <command-name>/private</command-name>', '', `/private${' '.repeat(5000)}x`, 7, null, undefined,
])('%j does not', (prompt) => {
  expect(submit(prompt)).toBe(false);
});

test('the expansion of the command does, with whatever arguments', () => {
  const expansion = (name: unknown): boolean | undefined => claudeHarness.dropsSession?.({ hook_event_name: 'UserPromptExpansion', session_id: 's', command_name: name as string, command_args: 'please', prompt: '/private please' });
  expect([expansion('private'), expansion('/private'), expansion('playhead:private'), expansion('review'), expansion(undefined)]).toEqual([true, true, true, false, false]);
});

test('no other event does', () => {
  for (const name of ['SessionStart', 'PreToolUse', 'Stop', undefined]) expect(claudeHarness.dropsSession?.({ hook_event_name: name as string, prompt: '/private', command_name: 'private' })).toBe(false);
});

test('a hostile prompt costs no more than a look', () => {
  const started = performance.now();
  for (const prompt of ['<command-message>'.repeat(100_000), `<command-message>${' '.repeat(1_000_000)}`, ' '.repeat(1_000_000), `<command-name>/${'a'.repeat(1_000_000)}`]) expect(submit(prompt)).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});
