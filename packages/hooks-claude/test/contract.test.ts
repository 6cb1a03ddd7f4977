import { readdirSync } from 'node:fs';
import type { JsonObject, JsonValue } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claudeHarness } from '../src/index.ts';
import { testHarness } from '../src/testing.ts';
import { folder, sessions, text } from './fixtures.ts';

const fixtures = ['jwt-auth', 'jwt-auth-v2.1.197', 'v2.1.197', 'tui-deny'].flatMap(sessions);
const examples = readdirSync(`${folder}v2.1.329-examples`).flatMap((file) => text(`v2.1.329-examples/${file}`).trim().split('\n').map((line) => JSON.parse(line) as JsonObject));

testHarness(claudeHarness, { fixtures, test });

const payloads = [...examples, ...fixtures.flatMap((one) => one.payloads)];
const BASE = new Set(['session_id', 'transcript_path', 'cwd', 'prompt_id', 'agent_id', 'hook_event_name']);

test('every known event has a type of its own', () => {
  for (const payload of examples) {
    const { records } = claudeHarness.reduce(claudeHarness.initialState(), payload, { at: 1, evidence: {} });
    if (payload['hook_event_name'] === 'SessionStart' || payload['hook_event_name'] === 'SubagentStop') continue;
    expect(records.map(({ type }) => type), String(payload['hook_event_name'])).not.toContain('harness_event');
    expect(records.length).toBeGreaterThan(0);
  }
});

test('a field that no version knows survives in every event', () => {
  for (const payload of payloads) {
    if (payload['hook_event_name'] === 'SubagentStop') continue;
    const odd = { ...payload, field_of_tomorrow: { odd: 'as-it-came' } };
    const { records } = claudeHarness.reduce(claudeHarness.initialState(), odd, { at: 1, evidence: {} });
    expect(JSON.stringify(records), String(payload['hook_event_name'])).toContain('as-it-came');
  }
});

test('whatever a payload holds, nothing throws and the records can be written', () => {
  const junk: fc.Arbitrary<JsonValue> = fc.oneof(fc.jsonValue() as fc.Arbitrary<JsonValue>, fc.constantFrom<JsonValue>('__proto__', 'constructor', '', -1, null, [], {}));
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(payloads.length - 1), fc.nat(40), junk), { maxLength: 30 }), (mutations) => {
    let state = claudeHarness.initialState();
    for (const [index, field, value] of mutations) {
      const payload = mutate(payloads[index]!, field, value);
      const reduction = claudeHarness.reduce(state, payload, { at: 1, evidence: {} });
      state = reduction.state;
      JSON.stringify(reduction.records);
      claudeHarness.sessionOf(payload);
      claudeHarness.beginsSession(payload, state);
      claudeHarness.headerOf(payload, { at: 1, evidence: {} });
    }
  }), { numRuns: 300 });
});

test('a base field of the wrong type is kept', () => {
  for (const name of BASE) {
    const { records } = claudeHarness.reduce(claudeHarness.initialState(), { hook_event_name: 'Notification', message: 'hi', [name]: ['odd'] }, { at: 1, evidence: {} });
    expect(JSON.stringify(records)).toContain('odd');
  }
});

test('a machine turn is not shown as a person, a slash command as a command', () => {
  const origin = (prompt: string): JsonValue | undefined => claudeHarness.reduce(claudeHarness.initialState(), { hook_event_name: 'UserPromptSubmit', prompt, prompt_id: 'p' }, { at: 1, evidence: {} }).records.find(({ type }) => type === 'prompt')?.data['origin'];
  expect(['<task-notification>done', '/demo the thing', 'Fix it'].map(origin)).toEqual(['machine', 'command', 'human']);
});

function mutate(payload: JsonObject, field: number, value: JsonValue): JsonObject {
  const keys = Object.keys(payload);
  const key = keys[field % keys.length]!;
  const held = payload[key];
  if (field % 3 === 0 && typeof held === 'object' && held !== null && !Array.isArray(held) && Object.keys(held).length > 0) return { ...payload, [key]: mutate(held as JsonObject, field >> 1, value) };
  return { ...payload, [key]: value };
}
