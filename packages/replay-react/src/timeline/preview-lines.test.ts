import type { ReplayEvent, Step } from '@playhead/replay-core';
import { expect, test } from 'vitest';
import { previewLines } from './preview-lines.ts';

const event: ReplayEvent = { id: 'e1', kind: 'command', title: '', summary: '', severity: 'info', record: { $r: 1, id: 'e1', p: 'p', e: 0, n: 0, at: 0, type: 'terminal_command', via: 'sdk', data: {} } };
const step = (more: Partial<Step>): Step => ({ id: 's', kind: 'command', title: '', status: 'ok', startedAt: 0, witnesses: [], agreement: 'single', eventIds: ['e1'], ...more });

test('shows the last three lines that a command printed', () => {
  expect(previewLines(event, step({ terminal: { chunks: [{ at: 0, text: 'one\ntwo\n' }, { at: 1, text: 'three\r\n\nfour\n' }] } }))).toEqual(['two', 'three', 'four']);
});

test('shows failing tests before output, and why something was denied', () => {
  const test = { eventId: 'e1', at: 0, passed: 1, failed: 1, skipped: 0, cases: [{ name: 'works', status: 'passed' as const }, { name: 'rotates', status: 'failed' as const }] };
  expect(previewLines(event, step({ test, terminal: { chunks: [{ at: 0, text: 'x' }] } }))).toEqual(['✕ rotates']);
  expect(previewLines(event, step({ permission: { decision: 'denied', reason: 'no-prod-writes' }, terminal: { chunks: [{ at: 0, text: 'x' }] } }))).toEqual(['no-prod-writes']);
});

test('shows the first changed lines of an edit', () => {
  const change = { path: 'a', change: 'modified' as const, added: 2, removed: 1, eventId: 'e1', at: 0, hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 3, lines: [' same', '-old', '+new', '+newer', '+newest'] }] };
  expect(previewLines(event, step({ diff: [change] }))).toEqual(['-old', '+new', '+newer']);
});

test('stays short however much there is, and shows nothing where there is nothing', () => {
  const chunks = Array.from({ length: 10_000 }, (_, at) => ({ at, text: 'x'.repeat(1000) }));
  const [line = '', ...rest] = previewLines(event, step({ terminal: { chunks } }));
  expect([line.length, rest]).toEqual([160, []]);
  expect(previewLines(event, undefined)).toEqual([]);
  expect(previewLines(event, step({}))).toEqual([]);
});
