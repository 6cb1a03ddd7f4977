import type { JsonObject, JsonValue } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { claudeHarness } from '../src/index.ts';

const bash = (id: string, stdout: string, agent?: string): JsonObject[] => {
  const call = { tool_name: 'Bash', tool_use_id: id, tool_input: { command: 'npm test' }, ...(agent !== undefined && { agent_id: agent }) };
  return [{ ...call, hook_event_name: 'PreToolUse' }, { ...call, hook_event_name: 'PostToolUse', tool_response: { stdout, stderr: '' } }];
};
const prompt: JsonObject = { hook_event_name: 'UserPromptSubmit', prompt: 'Mend it', prompt_id: 'p1' };
const stop: JsonObject = { hook_event_name: 'Stop', last_assistant_message: 'Done.', prompt_id: 'p1' };
const green = '============== 2 passed in 0.12s ==============\n';
const red = '============== 1 failed, 1 passed in 0.12s ==============\n';

function outcomeAfter(...payloads: readonly JsonObject[]): JsonValue | undefined {
  let state = claudeHarness.initialState();
  let outcome: JsonValue | undefined;
  for (const payload of [...payloads, { hook_event_name: 'SessionEnd', reason: 'other' }]) {
    const reduction = claudeHarness.reduce(state, payload, { at: 1, evidence: {} });
    state = reduction.state;
    outcome = reduction.records.find(({ type }) => type === 'session_stop')?.data['outcome'];
  }
  return outcome;
}

test('a session whose last turn ended well is a success, unless its last tests failed', () => {
  expect(outcomeAfter(prompt, stop)).toBe('success');
  expect(outcomeAfter(prompt, ...bash('c1', red), ...bash('c2', green), stop)).toBe('success');
  expect(outcomeAfter(prompt, ...bash('c1', green), ...bash('c2', red), stop)).toBe('failed');
  expect(outcomeAfter(prompt, ...bash('c1', green), ...bash('c2', red, 'helper'), stop)).toBe('success');
});

test('a session that was cut short is interrupted, one whose model failed has failed, whatever its tests say', () => {
  expect(outcomeAfter(prompt, ...bash('c1', red))).toBe('interrupted');
  expect(outcomeAfter(prompt, ...bash('c1', green), { hook_event_name: 'StopFailure', error: 'overloaded', prompt_id: 'p1' })).toBe('failed');
});

test('a prompt whose hook hung until its turn was over leaves the turn ended', () => {
  expect(outcomeAfter(...bash('c1', green), stop, prompt)).toBe('success');
});
