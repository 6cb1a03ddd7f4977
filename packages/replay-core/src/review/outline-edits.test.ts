import type { Annotation, SessionRecord } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { createReplay } from '../create-replay.ts';
import { createModel } from '../model/create-model.ts';
import type { ReplayEvent, SessionModel } from '../model/types.ts';
import { recordsSource } from '../source/records-source.ts';
import { recordBuilder } from '../test-support/build-records.ts';
import { editOutline, outlineEditor } from './outline-edits.ts';
import type { AnnotationDraft } from './review-annotations.ts';

/** Three turns, each with a key of its source; `producer` gives other ids, as a later import does. */
function session(producer = 'p1'): SessionRecord[] {
  const record = recordBuilder(producer);
  return ['Look around', 'Rotate tokens', 'Write the tests'].flatMap((text, turn) => [
    record('prompt', { text, origin: 'human' }, { turn: `t${turn}`, key: `claude:${turn}` }),
    record('terminal_command', { command: `step ${turn}` }, { call: `c${turn}` }),
    record('moment', { title: `Moment ${turn}` }, { key: `moment:${turn}` }),
  ]);
}
const modelOf = (records: readonly SessionRecord[]): SessionModel => createModel().add(records);
const model = modelOf(session());
const event = (id: string): ReplayEvent => model.events.find((one) => one.id === id)!; // named by the test
const written = (drafts: readonly AnnotationDraft[]): Annotation[] => drafts.map((draft, index) => ({ id: `a${index}`, at: index, author: 'ada', ...draft }));
const chapters = (drafts: readonly AnnotationDraft[], of = model): string[] => outlineEditor(written(drafts))(of).chapters.map(({ title }) => title);
const moments = (drafts: readonly AnnotationDraft[], of = model): string[] => outlineEditor(written(drafts))(of).moments.filter(({ type }) => type === 'moment').map(({ title }) => title);

test('a chapter is renamed, and says by whom', () => {
  const edited = outlineEditor(written([editOutline('chapter', event('p1-3'), { action: 'rename', title: ' Rotation ' })]))(model);
  expect(edited.chapters).toMatchObject([{ title: 'Look around' }, { title: 'Rotation', editedBy: 'ada', origin: 'turn' }, { title: 'Write the tests' }]);
  expect(edited.chapters[0]).not.toHaveProperty('editedBy');
  expect(model.chapters[1]?.title).toBe('Rotate tokens');
  expect(edited.events).toBe(model.events);
});

test('a removed chapter leaves its events to the one before, and is put back', () => {
  const removed = editOutline('chapter', event('p1-3'), { action: 'remove' });
  expect(chapters([removed])).toEqual(['Look around', 'Write the tests']);
  expect(chapters([removed, editOutline('chapter', event('p1-3'), { action: 'restore' })])).toEqual(['Look around', 'Rotate tokens', 'Write the tests']);
  expect(chapters([0, 3, 6].map((n) => editOutline('chapter', event(`p1-${n}`), { action: 'remove' })))).toEqual([]);
});

test('a chapter is added where an event is, in display order, renamed and removed', () => {
  const add = editOutline('chapter', event('p1-4'), { action: 'add', title: 'Second step' });
  const { chapters: edited } = outlineEditor(written([add]))(model);
  expect(edited[2]).toEqual({ id: 'p1-4', eventId: 'p1-4', title: 'Second step', at: event('p1-4').record.at, origin: 'added', editedBy: 'ada' });
  expect(chapters([add, editOutline('chapter', event('p1-4'), { action: 'rename', title: 'Other' })])).toContain('Other');
  expect(chapters([add, editOutline('chapter', event('p1-4'), { action: 'remove' })])).toHaveLength(3);
});

test('a chapter that is added at the time at which another begins names that one, and no empty one stands before it', () => {
  const records = session();
  const at = records[3]?.at ?? 0;
  const both = modelOf(records.map((record, index) => (index === 4 ? { ...record, at } : record)));
  const step = both.events.find(({ id }) => id === 'p1-4')!; // as recorded above
  const add = editOutline('chapter', step, { action: 'add', title: 'Second step' });
  expect(chapters([add], both)).toEqual(['Look around', 'Second step', 'Write the tests']);
  expect(chapters([add, editOutline('chapter', step, { action: 'remove' })], both)).toEqual(['Look around', 'Rotate tokens', 'Write the tests']);
});

test('a chapter is moved to another event, renamed there, and put back', () => {
  const move = editOutline('chapter', event('p1-3'), { action: 'move', to: event('p1-7') });
  const { chapters: edited } = outlineEditor(written([move]))(model);
  expect(edited.map(({ title }) => title)).toEqual(['Look around', 'Write the tests', 'Rotate tokens']);
  expect(edited[2]).toMatchObject({ eventId: 'p1-7', at: event('p1-7').record.at, movedFrom: 'p1-3', editedBy: 'ada' });
  expect(chapters([move, editOutline('chapter', event('p1-3'), { action: 'rename', title: 'Rotation' })])).toEqual(['Look around', 'Write the tests', 'Rotation']);
  expect(outlineEditor(written([move, editOutline('chapter', event('p1-3'), { action: 'restore' })]))(model)).toBe(model);
  const added = [editOutline('chapter', event('p1-4'), { action: 'add', title: 'Mine' }), editOutline('chapter', event('p1-4'), { action: 'move', to: event('p1-1') })];
  expect(chapters(added)).toEqual(['Look around', 'Mine', 'Rotate tokens', 'Write the tests']);
});

test('a moved chapter is where it was moved to in a later import, and stays where it was when that is gone', () => {
  const again = modelOf(session('other'));
  const { chapters: edited } = outlineEditor(written([editOutline('chapter', event('p1-3'), { action: 'move', to: event('p1-8') })]))(again);
  expect(edited[2]).toMatchObject({ title: 'Rotate tokens', eventId: 'other-8', movedFrom: 'other-3' });
  const lost = { type: 'chapter', data: { action: 'move', anchor: { eventId: 'p1-3', at: 0 }, to: { eventId: 'gone', at: 9 } } };
  expect(chapters([lost])).toEqual(['Look around', 'Rotate tokens', 'Write the tests']);
});

test('moments are edited in the same way, apart from chapters', () => {
  expect(moments([editOutline('moment', event('p1-2'), { action: 'rename', title: 'Start' }), editOutline('moment', event('p1-5'), { action: 'remove' }), editOutline('moment', event('p1-7'), { action: 'add', title: 'Here' })])).toEqual(['Start', 'Here', 'Moment 2']);
  expect(chapters([editOutline('moment', event('p1-3'), { action: 'rename', title: 'Start' })])).toEqual(['Look around', 'Rotate tokens', 'Write the tests']);
});

test('changes hold in a later import, whose ids differ', () => {
  const again = modelOf(session('other'));
  const drafts = [editOutline('chapter', event('p1-3'), { action: 'rename', title: 'Rotation' }), editOutline('moment', event('p1-5'), { action: 'remove' })];
  expect(chapters(drafts, again)).toEqual(['Look around', 'Rotation', 'Write the tests']);
  expect(moments(drafts, again)).toEqual(['Moment 0', 'Moment 2']);
});

test('what is about nothing changes nothing, and what was added is not lost', () => {
  const lost = { type: 'chapter', data: { action: 'rename', title: 'Lost', anchor: { eventId: 'gone', at: 7 } } };
  const kept = { type: 'chapter', data: { action: 'add', title: 'Kept', anchor: { eventId: 'gone too', at: 8 } } };
  expect(chapters([lost, kept])).toEqual(['Kept', 'Look around', 'Rotate tokens', 'Write the tests']);
});

test('hostile annotations are passed over', () => {
  const data = [{}, { action: 'rename' }, { action: 'rename', title: 'x', anchor: [] }, { action: 'add', title: '   ', anchor: { at: 1 } }, { action: 'explode', title: 'x', anchor: { at: 1 } }, { action: 'add', title: 'x', anchor: { at: 'soon' } }, { action: 'move', anchor: { at: 1 } }, { action: 'move', anchor: { at: 1 }, to: 'there' }];
  expect(outlineEditor(written(data.map((one) => ({ type: 'chapter', data: one }))))(model)).toBe(model);
  const [long] = chapters([{ type: 'chapter', data: { action: 'add', title: 'x'.repeat(5000), anchor: { at: 1 } } }]);
  expect(long).toHaveLength(200);
});

test('a growing session keeps its edits, and lists that do not change stay the same', () => {
  const builder = createModel();
  const edit = outlineEditor(written([editOutline('chapter', event('p1-6'), { action: 'rename', title: 'Tests' })]));
  const first = edit(builder.add(session().slice(0, 6)));
  expect(first.chapters.map(({ title }) => title)).toEqual(['Look around', 'Rotate tokens']);
  const second = edit(builder.add(session().slice(6, 8)));
  expect(second.chapters.at(-1)?.title).toBe('Tests');
  expect(edit(builder.add(session().slice(8))).chapters).toBe(second.chapters);
});

test('a replay shows the session as it was edited, also while it grows, and as recorded again', async () => {
  const replay = createReplay(recordsSource(session()));
  replay.setEdit(outlineEditor(written([editOutline('chapter', event('p1-3'), { action: 'rename', title: 'Rotation' })])));
  await new Promise<void>((done) => { const stop = replay.subscribe(() => { if (replay.getState().status === 'ready') { stop(); done(); } }); });
  const titles = (): string[] => replay.getState().model.chapters.map(({ title }) => title);
  expect(titles()).toEqual(['Look around', 'Rotation', 'Write the tests']);
  replay.setEdit(undefined);
  expect(titles()).toEqual(['Look around', 'Rotate tokens', 'Write the tests']);
  replay.close();
});

test('nothing is added to a session whose content was removed', () => {
  const dropped = modelOf([...session(), recordBuilder('p9')('session_dropped', { reason: 'private' })]);
  expect(chapters([editOutline('chapter', event('p1-3'), { action: 'add', title: 'Secret' })], dropped)).toEqual([]);
});
