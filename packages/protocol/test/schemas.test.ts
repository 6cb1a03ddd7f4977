import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventRegistry, isPlayheadError } from '@playhead/protocol';
import { eventSchemas, parseAnnotation, parseEventData, parseRecord, parseSessionHeader } from '@playhead/protocol/schemas';
import { anyJson, anyText, lineWith } from './arbitraries.ts';

const UUID = '01937d1e-0000-7000-8000-0000000000aa';
const header = { sessionId: UUID, name: 'Login', harness: 'claude-code', agentName: 'Claude', workspaceName: 'shop' };
const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (isPlayheadError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};

test('every event type has a check, and no check is without a type', () => {
  expect(Object.keys(eventSchemas).sort()).toEqual([...eventRegistry.keys()].sort());
});

test.each([
  ['terminal_command', {}, '"command" must be a string'],
  ['terminal_command', { command: 'ls', timeoutMs: '5' }, '"timeoutMs" must be a number'],
  ['file_diff', { path: 'a', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: [3] }] }, '"hunks[0].lines[0]" must be a string'],
  ['prompt', { text: 'x', origin: 'martian' }, '"origin" must be one of human, machine, command'],
  ['prompt', { text: 5, origin: 'human' }, '"text" must be a text or a reference to a blob'],
  ['session_start', { ...header, sessionId: '../etc' }, '"sessionId" must be a uuid in lower case'],
  ['session_update', { models: 'opus' }, '"models" must be an array'],
  ['moment', null, 'it must be an object'],
  ['not_known', [], 'it must be an object'],
  ['constructor', 'x', 'it must be an object'],
])('%s with %j is refused by the name of the field', (type, data, reason) => {
  const message = messageOf(() => parseEventData(type, data));
  expect(message).toContain('invalid_event');
  expect(message).toContain(reason);
});

test('a message never shows the value', () => {
  expect(messageOf(() => parseEventData('prompt', { text: 'x', origin: 'hunter2' }))).not.toContain('hunter2');
  expect(messageOf(() => parseEventData('session_start', { ...header, cwd: ['hunter2'] }))).not.toContain('hunter2');
});

test('unknown types and unknown fields pass, and the data is handed back untouched', () => {
  const data = { title: 'x', later: { added: [1] } };
  expect(parseEventData('moment', data)).toBe(data);
  expect(parseEventData('not_known', data)).toBe(data);
  expect(parseEventData('toString', data)).toBe(data);
});

test('a field that is optional may be undefined in memory', () => {
  expect(messageOf(() => parseEventData('terminal_command', { command: 'ls', cwd: undefined }))).toBe('accepted');
});

test('a reference to a blob stands for any large text', () => {
  const text = { $blob: `sha256-${'0'.repeat(64)}`, size: 40_000, encoding: 'text', preview: 'x' };
  expect(messageOf(() => parseEventData('terminal_output', { text }))).toBe('accepted');
  expect(messageOf(() => parseEventData('terminal_output', { text: { ...text, $blob: '../x' } }))).toContain('"text.$blob" must be sha256-<hex>');
});

test('no data makes a check do anything but accept or refuse', () => {
  fc.assert(fc.property(fc.oneof(fc.constantFrom(...eventRegistry.keys()), anyText), anyJson, (type, data) => {
    expect(messageOf(() => parseEventData(type, data))).toMatch(/^(accepted|invalid_event)/);
  }), { numRuns: 500 });
});

test('a line from outside is checked with its data', () => {
  expect(parseRecord(lineWith({ data: { title: 'x' } })).data).toEqual({ title: 'x' });
  expect(messageOf(() => parseRecord(lineWith({ data: {} })))).toContain('"title" must be a string');
  expect(messageOf(() => parseRecord('{}'))).toContain('invalid_event');
  expect(messageOf(() => parseRecord(lineWith({ p: '' })))).toContain('"p" must not be empty');
  expect(messageOf(() => parseRecord(lineWith({ key: 'k'.repeat(2000) })))).toContain('"key" must have at most 1024 characters');
});

test('a header and an annotation from outside are checked', () => {
  expect(parseSessionHeader({ ...header, mine: 1 })).toMatchObject({ mine: 1 });
  expect(messageOf(() => parseSessionHeader({ ...header, name: undefined }))).toContain('invalid_session');
  expect(parseAnnotation({ id: UUID, at: 1, author: 'ada', type: 'note', data: {} })).toMatchObject({ author: 'ada' });
  expect(messageOf(() => parseAnnotation({ id: 'x', at: 1, author: 'ada', type: 'note', data: {} }))).toContain('invalid_payload');
});
