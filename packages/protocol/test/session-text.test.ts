import { expect, test } from 'vitest';
import {
  emptySessionInfo, emptySessionText, foldSessionInfo, foldSessionText, presentSession, searchable, searchableTexts, sessionMatches, sessionOriginsOf, withSessionOrigins, type JsonObject, type SessionInfo, type SessionRecord, type SessionText,
} from '../src/index.ts';

const record = (n: number, type: string, data: JsonObject, at = n): SessionRecord => ({ $r: 1, id: String(n), p: 'p', e: 0, n, at, type, via: 'sdk', data });
const textOf = (records: readonly SessionRecord[]): SessionText => records.reduce(foldSessionText, emptySessionText());

test('the first prompt and the first answer that is not empty are kept, whatever order they arrive in', () => {
  const records = [
    record(0, 'prompt', { text: 'first wish' }, 5), record(1, 'prompt', { text: 'second wish' }, 6), record(2, 'final_output', { content: ' ' }, 7),
    record(3, 'final_output', { title: 'Done', content: { $blob: 'x', size: 9, preview: 'the preview' } }, 8), record(4, 'final_output', { content: 'later' }, 9),
  ];
  for (let turn = 0; turn < records.length; turn += 1) {
    const text = textOf([...records.slice(turn), ...records.slice(0, turn)]);
    expect([text.prompt?.text, text.output?.text]).toEqual(['first wish', 'Done the preview']);
    expect(textOf(records.slice(0, turn)).files).toEqual([]);
  }
});

test('however much a session says, what is kept of it for searching stays small', () => {
  const files = Array.from({ length: 5000 }, (_, n) => record(n, n % 2 === 0 ? 'file_diff' : 'file_read', { path: `${'deep/'.repeat(200)}${n}`, oldPath: 7 }));
  const text = textOf([...files, record(9000, 'prompt', { text: 'x'.repeat(100_000) }), record(9001, 'final_output', { content: 'y'.repeat(100_000), title: 'z'.repeat(100_000) })]);
  expect(JSON.stringify(text).length).toBeLessThan(13_000);
  expect(foldSessionText(text, record(9002, 'file_read', { path: 'one more' })).files.length).toBeLessThanOrEqual(200);
});

test('records that say nothing searchable, or in a wrong shape, change nothing', () => {
  const text = textOf([record(0, 'file_read', { path: 'a.ts' })]);
  for (const [type, data] of [['moment', { path: 'b' }], ['file_read', { path: 3 }], ['file_read', {}], ['prompt', { text: ['x'] }], ['final_output', { content: null }], ['file_read', { path: 'a.ts' }]] as const) {
    expect(foldSessionText(text, record(1, type, data as unknown as JsonObject))).toBe(text);
  }
  expect(foldSessionText(text, record(2, 'session_dropped', {}))).toEqual(emptySessionText());
});

test('texts are compared in lower case, without control characters and broken halves', () => {
  expect(searchable('ÄB\n\u0000c\ud800')).toBe('äb  c\ufffd');
  const info = { ...emptySessionInfo('s'), name: 'Login', prompt: 7, project: 'Web' } as unknown as SessionInfo; // as a hostile header has it
  expect(searchableTexts(info, textOf([record(0, 'file_read', { path: 'Src/A.ts' })]))).toEqual(['login', 'web', 'unknown', 'src/a.ts']);
  expect(sessionMatches({ ...info, tags: 'nightly' } as unknown as SessionInfo, emptySessionText(), { tags: ['nightly'] })).toBe(false);
  expect(sessionMatches(info, emptySessionText(), { search: 'LOG' })).toBe(true);
});

test('a session goes on from its JSON as if it had never stopped', () => {
  const records = [record(3, 'session_update', { name: 'later', tags: ['t'] }), record(0, 'session_start', { name: 'first', project: 'p' }), record(9, 'session_stop', { outcome: 'failed', summary: 'late' }), record(4, 'session_stop', { outcome: 'success' }), record(1, 'session_update', { name: 'older', project: 'q' })];
  const whole = records.reduce(foldSessionInfo, emptySessionInfo('s'));
  for (let stop = 0; stop <= records.length; stop += 1) {
    const before = records.slice(0, stop).reduce(foldSessionInfo, emptySessionInfo('s'));
    const [info, state]: [SessionInfo, ReturnType<typeof sessionOriginsOf>] = JSON.parse(JSON.stringify([before, sessionOriginsOf(before)]));
    expect(records.slice(stop).reduce(foldSessionInfo, withSessionOrigins(info, state))).toEqual(whole);
  }
  expect(withSessionOrigins(whole, [['name', 1], 7, null])).toEqual(whole);
});

test('silence ends what nobody stopped, and never changes what somebody said', () => {
  const minute = 60_000_000;
  const info = foldSessionInfo(emptySessionInfo('s'), record(0, 'session_start', {}));
  const shown = (minutes: number, heartbeat?: number): string => {
    const { status, outcome } = presentSession(info, { now: 100 * minute, changedAt: (100 - minutes) * minute, ...(heartbeat !== undefined && { heartbeatAt: (100 - heartbeat) * minute }) });
    return `${status} ${outcome}`;
  };
  expect([shown(29), shown(30), shown(90, 2), shown(90, 3)]).toEqual(['recording undefined', 'completed interrupted', 'recording undefined', 'completed interrupted']);
  const over = { ...info, status: 'failed', outcome: 'failed' } as const;
  expect(presentSession(over, { now: 1e15, changedAt: 0 })).toBe(over);
  expect(presentSession({ ...info, status: 'processing' }, { now: 1e15, changedAt: 0 })).toEqual({ ...info, status: 'completed' });
});
