import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeEvent, eventRegistry } from '@playhead/protocol';
import { anyJson, anyObject, anyText } from './arbitraries.ts';

test.each([...eventRegistry.keys()])('%s is described in one line, whatever its data holds', (type) => {
  fc.assert(fc.property(fc.oneof(anyObject, anyJson), (data) => {
    const { summary, title, severity } = describeEvent({ type, data });
    expect(typeof summary).toBe('string');
    expect(summary.length).toBeLessThanOrEqual(200);
    expect(summary).not.toContain('\n');
    expect(title).not.toBe('');
    expect(['info', 'success', 'warning', 'denied', 'error']).toContain(severity);
  }), { numRuns: 100 });
});

test('an event of an unknown type is described by its type', () => {
  expect(describeEvent({ type: 'deploy_done', data: {} })).toEqual({ kind: 'session', title: 'deploy done', summary: '', severity: 'info' });
  fc.assert(fc.property(anyText, anyJson, (type, data) => {
    expect(() => describeEvent({ type, data })).not.toThrow();
  }));
});

test('a megabyte of command is described by its first line', () => {
  expect(describeEvent({ type: 'terminal_command', data: { command: `npm test\n${'x'.repeat(1_000_000)}` } }).summary).toBe('npm test');
  expect(describeEvent({ type: 'terminal_command', data: { command: 'x'.repeat(1_000_000) } }).summary).toHaveLength(200);
});

test('data that does not fit its type leaves the title alone', () => {
  expect(describeEvent({ type: 'task_list', data: null })).toMatchObject({ title: 'Task list', summary: '' });
  expect(describeEvent({ type: 'moment', data: { title: { not: 'text' } } }).summary).toBe('');
});

test('every definition stands under its own type, in the noun_verb form', () => {
  for (const [type, definition] of eventRegistry) {
    expect(definition.type).toBe(type);
    expect(type).toMatch(/^[a-z]+(_[a-z]+)*$/);
  }
});
