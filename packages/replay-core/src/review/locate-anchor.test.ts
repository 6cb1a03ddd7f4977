import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffHunk, ReviewAnchor, SessionRecord } from '@playhead/protocol';
import { createModel } from '../model/create-model.ts';
import type { SessionModel } from '../model/types.ts';
import { recordBuilder, sampleSession, START } from '../test-support/build-records.ts';
import { createAnchorLocator, createAnchorsLocator } from './locate-anchor.ts';
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

/** A session of one edit after the other, of the lines that each of them adds. */
const edits = (...added: readonly (readonly string[])[]): SessionRecord[] => {
  const record = recordBuilder();
  return [record('prompt', { text: 'Go on', origin: 'human' }), ...added.map((lines, index) => record('file_diff', {
    path: 'a.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 0, newStart: 1, newLines: lines.length, lines: lines.map((line) => `+${line}`) }],
  }, { call: `c${index}` }))];
};
const anchorAt = (model: SessionModel, change: number, index: number): ReviewAnchor => {
  const made = model.files[0]?.changes[change];
  const anchor = made?.hunks[0] && anchorOfLine(model, [made], made.hunks[0], index);
  if (!anchor) throw new Error('The session has no such line.');
  return anchor;
};
const withoutNames = ({ eventId: _eventId, key: _key, call: _call, ...anchor }: ReviewAnchor): ReviewAnchor => anchor;

test('of equal lines in several changes the one with the same lines around it is meant, then the nearest in time', () => {
  const model = modelOf(edits(['one', '}', 'two'], ['three', '}', 'four'], ['five', '}', 'six'], ['same()'], ['same()'], ['same()']));
  const locate = createAnchorLocator(model);
  expect([0, 1, 2].map((change) => locate(withoutNames(anchorAt(model, change, 1))).eventId)).toEqual(['p1-1', 'p1-2', 'p1-3']);
  expect([3, 4, 5].map((change) => locate(withoutNames(anchorAt(model, change, 0))).eventId)).toEqual(['p1-4', 'p1-5', 'p1-6']);
});

test('a line of one bracket is not taken for another bracket when its surroundings are gone', () => {
  const anchor = anchorAt(modelOf(edits(['if (a) {', '  b();', '}'])), 0, 2);
  expect(createAnchorLocator(modelOf(edits(['other', 'than', 'this', '{', '}'])))(anchor)).toMatchObject({ state: 'outdated', eventId: 'p1-1' });
  expect(createAnchorLocator(modelOf(edits(['other', 'if (a) {', '  b();', '}'])))(anchor)).toMatchObject({ state: 'moved', line: 4 });
});

test('an event without key and call is found by what its line says, the nearest in time of several', () => {
  const said = (ids: string): SessionModel => {
    const record = recordBuilder(ids);
    return modelOf([record('prompt', { text: 'Go on', origin: 'human' }), ...['Reading the code', 'Done with it', 'Reading the code'].map((text) => record('assistant_text', { text })), record('session_stop', {})]);
  };
  const before = said('p1');
  const after = createAnchorLocator(said('p2'));
  const places = before.events.slice(1, 4).map((event) => after(anchorOfEvent(event)));
  expect(places.map(({ state, eventId }) => [state, eventId])).toEqual([['found', 'p2-1'], ['found', 'p2-2'], ['found', 'p2-3']]);
});

test('an id that another event has in the new import does not lead there', () => {
  const event = modelOf(keyed()).events[3];
  if (!event) throw new Error('The sample has one.');
  const renumbered = modelOf(keyed().map((record) => ({ ...record, id: `p1-${(record.n + 1) % 26}`, n: record.n })));
  const found = createAnchorLocator(renumbered)(anchorOfEvent(event));
  expect(renumbered.events.find(({ id }) => id === found.eventId)?.record.key).toBe(event.record.key);
});

test('while a session grows, notes find what arrives, and places that stay are the same objects', () => {
  const builder = createModel();
  const all = keyed();
  const last = modelOf(all).events.at(-1);
  if (!last) throw new Error('The sample has events.');
  const first = builder.add(all.slice(0, 5)).events[1];
  if (!first) throw new Error('The sample has events.');
  const locate = createAnchorsLocator([anchorOfEvent(first), { on: 'event', key: last.record.key ?? '', at: last.record.at }, edit(modelOf(all))]);
  const early = locate(builder.model);
  expect(early.map(({ state }) => state)).toEqual(['found', 'outdated', 'outdated']);
  expect(locate(builder.add(all.slice(5, 6)))[0]).toBe(early[0]);
  const late = locate(builder.add(all.slice(6)));
  expect(late[0]).toBe(early[0]);
  expect(late.map(({ state }) => state)).toEqual(['found', 'found', 'found']);
  expect(locate(builder.model)).toBe(late);
});
