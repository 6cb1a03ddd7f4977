import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffHunk, SessionRecord } from '@playhead/protocol';
import { createModel } from '../model/create-model.ts';
import type { SessionModel } from '../model/types.ts';
import { sampleSession, START } from '../test-support/build-records.ts';
import { createAnchorLocator } from './locate-anchor.ts';
import { anchorOfEvent, anchorOfLine, anchorOfRange, anchorOfTurn } from './make-anchor.ts';
import { placeInHunks, quoteLine } from './place-in-hunks.ts';

function modelOf(records: readonly SessionRecord[]): SessionModel {
  const builder = createModel();
  builder.add([...records]);
  return builder.model;
}
const keyed = (): SessionRecord[] => sampleSession().map((record) => (record.key === undefined ? { ...record, key: `source:${record.n}` } : record));
/** The same source again: other ids, the same keys. */
const imported = (change: (record: SessionRecord) => SessionRecord | undefined = (record) => record): SessionModel => modelOf(keyed().flatMap((record) => change({ ...record, id: `new-${record.n}`, p: 'p2', via: 'import' }) ?? []));
const edit = (model: SessionModel, hunks: readonly DiffHunk[] = model.files[0]?.changes[0]?.hunks ?? []): NonNullable<ReturnType<typeof anchorOfLine>> => {
  const change = model.files[0]?.changes[0];
  const anchor = change && hunks[0] && anchorOfLine(model, [change], hunks[0], 2);
  if (!anchor) throw new Error('The session has no such line.');
  return anchor;
};

test('a note on an event, a turn and a line finds its place after an import under other ids', () => {
  const before = modelOf(keyed());
  const [event, turn] = [before.events.find(({ record }) => record.type === 'file_diff'), before.turns[0]];
  if (!event || !turn) throw new Error('The sample has both.');
  const after = createAnchorLocator(imported());
  expect(after(anchorOfEvent(event))).toMatchObject({ state: 'found', eventId: `new-${event.record.n}` });
  expect(after(anchorOfTurn(before, turn))).toEqual({ state: 'found', turnId: 't1', eventId: 'new-1' });
  expect(after(edit(before))).toMatchObject({ state: 'found', eventId: `new-${event.record.n}` });
});

test('a turn under another id is found by its prompt', () => {
  const before = modelOf(keyed());
  const turn = before.turns[0];
  if (!turn) throw new Error('The sample has one.');
  const { key: _key, ...anchor } = anchorOfTurn(before, turn);
  const after = imported((record) => (record.turn === 't1' ? { ...record, turn: 'other' } : record));
  expect(createAnchorLocator(after)(anchor)).toEqual({ state: 'found', turnId: 'other', eventId: 'new-1' });
});

test('a line that moved is found by its text, and one that is gone is outdated where it was', () => {
  const anchor = edit(modelOf(keyed()));
  const withHunk = (lines: readonly string[], newStart: number): SessionModel => imported((record) => (record.type === 'file_diff' ? { ...record, data: { ...record.data, hunks: [{ oldStart: 1, oldLines: 1, newStart, newLines: 2, lines: [...lines] }] } } : record));
  expect(createAnchorLocator(withHunk(['-a', '+b', '+c'], 41))(anchor)).toMatchObject({ state: 'moved', line: 42 });
  expect(createAnchorLocator(withHunk(['-a', '+x'], 1))(anchor)).toMatchObject({ state: 'outdated', eventId: 'new-7' });
  expect(createAnchorLocator(imported((record) => (record.type === 'file_diff' ? undefined : record)))(anchor)).toMatchObject({ state: 'outdated', eventId: 'new-6' });
});

test('a stretch of time is found by its first and last event in an import that knows other times', () => {
  const before = modelOf(keyed());
  const anchor = anchorOfRange(before, { from: START + 1_500_000, to: START + 4_500_000 });
  expect(anchor).toMatchObject({ on: 'range', at: START + 1_500_000, until: START + 4_500_000, key: 'source:2', untilKey: 'source:4' });
  expect(createAnchorLocator(before)(anchor)).toMatchObject({ state: 'found', range: { from: START + 1_500_000, to: START + 4_500_000 } });
  expect(createAnchorLocator(imported())(anchor)).toMatchObject({ state: 'found', eventId: 'new-2', range: { from: START + 1_500_000 } });
  const later = createAnchorLocator(imported((record) => ({ ...record, at: record.at + 60_000_000 })))(anchor);
  expect(later).toMatchObject({ state: 'found', eventId: 'new-2', range: { from: START + 62_000_000, to: START + 64_000_000 } });
  expect(anchorOfRange(before, { from: 1, to: 2 })).toEqual({ on: 'range', at: 1, until: 2 });
});

test('a line whose changes are not at hand yet is not called outdated', () => {
  const anchor = edit(modelOf(keyed()));
  const model = imported();
  const unread = { ...model, files: model.files.map((file) => ({ ...file, changes: file.changes.map((change) => ({ ...change, hunks: [], hunksBlob: { blob: 'sha256:x', bytes: 9, preview: '' } as unknown as NonNullable<typeof change.hunksBlob> })) })) }; // where it leads does not matter here
  expect(createAnchorLocator(unread)(anchor)).toMatchObject({ state: 'found', eventId: 'new-7' });
});

test('a stretch of time leads to what happened in it, and an event that is gone to what happened then', () => {
  const locate = createAnchorLocator(imported());
  expect(locate({ on: 'range', at: START + 2_000_000, until: START + 4_000_000 })).toMatchObject({ state: 'found', eventId: 'new-2' });
  expect(locate({ on: 'range', at: START + 900_000_000, until: START + 901_000_000 })).toMatchObject({ state: 'outdated' });
  expect(locate({ on: 'event', key: 'nobody', at: START + 3_500_000 })).toMatchObject({ state: 'outdated', eventId: 'new-3' });
  expect(locate({ on: 'session' })).toEqual({ state: 'found' });
});

test('of equal lines the one with the same lines around it is meant', () => {
  const hunk = (newStart: number, ...lines: readonly string[]): DiffHunk => ({ oldStart: newStart, oldLines: 0, newStart, newLines: lines.length, lines });
  const hunks = [hunk(1, '+one', '+}', '+two'), hunk(50, '+three', '+}', '+four')];
  expect(placeInHunks(hunks, { on: 'line', line: 2, quote: '}', before: ['three'], after: ['four'] })).toEqual({ hunk: 1, index: 1, line: 51 });
  expect(placeInHunks(hunks, { on: 'line', line: 2, quote: '}' })).toEqual({ hunk: 0, index: 1, line: 2 });
  expect(placeInHunks(hunks, { on: 'line', line: 51 })).toEqual({ hunk: 1, index: 1, line: 51 });
  expect(placeInHunks(hunks, { on: 'line', side: 'old', line: 2, quote: '}' })).toBeUndefined();
});

test('a line quoted with its surroundings is found again wherever other lines were put', () => {
  const line = fc.constantFrom('a', 'b', '}', '').chain((text) => fc.constantFrom('+', '-', ' ').map((sign) => sign + text));
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat({ max: 30 }), (lines, dice, shift) => {
    const hunk: DiffHunk = { oldStart: 10, oldLines: 0, newStart: 10, newLines: 0, lines: [...lines, '+unlike any other'] };
    const index = dice % hunk.lines.length;
    const quoted = quoteLine(hunk, index);
    if (!quoted) throw new Error('Every line of it counts.');
    const place = placeInHunks([{ ...hunk, newStart: 10 + shift, oldStart: 10 + shift }], { on: 'line', ...quoted, line: (quoted.line ?? 0) + shift });
    expect(place && hunk.lines[place.index]?.slice(1)).toBe(hunk.lines[index]?.slice(1));
    expect(placeInHunks([hunk], { on: 'line', ...quoted })?.index).toBe(index);
  }));
});
