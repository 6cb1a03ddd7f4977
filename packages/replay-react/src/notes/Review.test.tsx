import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Annotation } from '@playhead/protocol';
import { Header } from '../header/Header.tsx';
import { showPart } from '../test-support/show-part.tsx';
import { openReplay } from '../testing/build-session.ts';
import { Notes } from './Notes.tsx';

vi.setConfig({ testTimeout: 30_000 });

const session = [
  { type: 'prompt', data: { text: 'Rotate tokens', origin: 'human' } },
  { type: 'file_diff', data: { path: 'a.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-old', '+new'] }] }, call: 'c1' },
];
const id = (number: number): string => `01937d1e-0000-7000-8000-${String(number).padStart(12, '0')}`;
const said = (number: number, type: string, data: Annotation['data'], more: Partial<Annotation> = {}): Annotation => ({ id: id(number), at: 1_760_000_000_000_000 + number, author: 'ada', type, data, ...more });
const line = { on: 'line', path: 'a.ts', side: 'new', line: 1, quote: 'new', before: [], after: [], eventId: 'r2' } as const;

test('a note is written on the event at the playhead, changed, answered, resolved and taken back', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Notes />, session, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  await user.type(screen.getByRole('textbox', { name: /^Note on / }), 'Why?');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(heard).toMatchObject([{ type: 'note', author: 'ada', data: { text: 'Why?', anchor: { on: 'event', eventId: 'r2', call: 'c1' } } }]);
  const thread = screen.getByRole('article', { name: /^Notes on/ });
  expect(thread).toHaveTextContent('Why?');
  await user.click(within(thread).getByRole('button', { name: 'Edit' }));
  await user.type(within(thread).getByRole('textbox'), ' so');
  await user.click(within(thread).getByRole('button', { name: 'Save' }));
  expect(thread).toHaveTextContent(/edited.*Why\? so/);
  await user.click(within(thread).getByRole('button', { name: 'Reply' }));
  await user.type(within(thread).getByRole('textbox'), 'Because');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(thread).toHaveTextContent('Because');
  await user.click(within(thread).getByRole('button', { name: 'Resolve' }));
  expect(thread).toHaveTextContent('Resolved');
  expect(thread).not.toHaveTextContent('Because');
  await user.click(within(thread).getByRole('button', { name: 'Show resolved notes' }));
  for (const button of within(thread).getAllByRole('button', { name: 'Delete' })) await user.click(button);
  expect(screen.queryByRole('article')).toBeNull();
});

test('a note that is too long is kept in its field with what is too much, and is stored once it is shorter', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Notes />, session, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  const field = screen.getByRole('textbox', { name: /^Note on / });
  await user.click(field);
  await user.paste(`${'a'.repeat(19_999)}the end`);
  expect(field).toHaveValue(`${'a'.repeat(19_999)}the end`);
  expect(screen.getByText('6 characters too many')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Add note' })).toBeDisabled();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(heard).toEqual([]);
  await user.keyboard('{Backspace>6/}{Control>}{Enter}{/Control}');
  expect(heard).toMatchObject([{ data: { text: `${'a'.repeat(19_999)}t` } }]);
});

test('a note is written on the stretch of time that is chosen, and leads back to it', async () => {
  const heard: Annotation[] = [];
  const { user, store } = await showPart(<Notes />, session, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  const [, first, last] = store.getState().model.events;
  if (!first || !last) throw new Error('The session has both.');
  act(() => store.setRange({ from: first.record.at, to: last.record.at }));
  await user.type(screen.getByRole('textbox', { name: 'Note on 00:01 to 00:02' }), 'All of this');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(heard).toMatchObject([{ type: 'note', data: { anchor: { on: 'range', at: first.record.at, until: last.record.at, eventId: first.id, untilEventId: last.id } } }]);
  act(() => store.setRange(undefined));
  await user.click(within(screen.getByRole('article', { name: 'Notes on 00:01 to 00:02' })).getByRole('button', { name: '00:01 to 00:02' }));
  expect(store.getState()).toMatchObject({ range: { from: first.record.at, to: last.record.at }, selectedId: first.id });
});

test('a note on a prompt is one on its turn', async () => {
  const heard: Annotation[] = [];
  const { user, store } = await showPart(<Notes />, session, { defaultAnnotations: [], onAnnotate: (annotation) => heard.push(annotation) });
  act(() => store.select('r1'));
  await user.type(screen.getByRole('textbox', { name: /^Note on / }), 'Too much at once');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(heard).toMatchObject([{ data: { anchor: { on: 'turn', eventId: 'r1', quote: 'Rotate tokens' } } }]);
  expect(screen.getByRole('article', { name: 'Notes on turn “Rotate tokens”' })).toBeVisible();
});

test('verdict, rating, tags and flag are given and taken back', async () => {
  const { user } = await showPart(<Notes />, session, { defaultAnnotations: [said(1, 'verdict', { verdict: 'rejected', text: 'No' }, { author: 'bot', by: 'agent' })] });
  expect(screen.getByRole('list', { name: 'Verdicts of others' })).toHaveTextContent('botAgentRejectNo');
  const pressed = (name: string): boolean => screen.getByRole('button', { name }).getAttribute('aria-pressed') === 'true';
  for (const name of ['Approve', 'Flag']) {
    await user.click(screen.getByRole('button', { name }));
    expect(pressed(name)).toBe(true);
    await user.click(screen.getByRole('button', { name }));
    expect(pressed(name)).toBe(false);
  }
  await user.click(screen.getByRole('button', { name: 'Wrong' }));
  expect(screen.getByRole('button', { name: 'Wrong 1' })).toHaveAttribute('aria-pressed', 'true');
  await user.click(screen.getByRole('button', { name: 'Wrong 1' }));
  expect(screen.getByRole('button', { name: 'Wrong' })).toHaveAttribute('aria-pressed', 'false');
  await user.type(screen.getByRole('textbox', { name: 'Add tag' }), 'auth{Enter}');
  await user.click(screen.getByRole('button', { name: 'Remove tag auth' }));
  expect(screen.queryByRole('button', { name: 'Remove tag auth' })).toBeNull();
});

const over = [...session, { type: 'session_stop', data: { outcome: 'success' } }, { type: 'session_status', data: { status: 'completed' } }];

test('what the session came to is said with a reason, and taken back', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<><Header /><Notes /></>, over, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  const header = screen.getByRole('banner');
  const choice = screen.getByRole('combobox', { name: 'Outcome' });
  expect(within(choice).getAllByRole('option').map((option) => option.textContent)).toEqual(['As recorded: Succeeded', 'Succeeded', 'Failed', 'Interrupted', 'Limit reached']);
  expect(screen.queryByRole('textbox', { name: 'Why?' })).toBeNull();
  await user.selectOptions(choice, 'Failed');
  expect(header).toHaveTextContent(/Failed.*says ada/);
  await user.type(screen.getByRole('textbox', { name: 'Why?' }), 'The build broke{Enter}');
  expect(screen.getByText('says ada')).toHaveAttribute('title', 'The build broke');
  await user.selectOptions(choice, 'As recorded: Succeeded');
  expect(header).toHaveTextContent('Succeeded');
  expect(screen.queryByText('says ada')).toBeNull();
  expect(heard.map(({ type, data }) => [type, data])).toEqual([
    ['outcome', { outcome: 'failed' }], ['outcome', { outcome: 'failed', reason: 'The build broke' }], ['outcome', { outcome: 'none' }],
  ]);
});

test('a verdict says why, and keeps its words when it becomes another', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Notes />, session, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  expect(screen.queryByRole('textbox', { name: 'Why this verdict?' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Request changes' }));
  await user.type(screen.getByRole('textbox', { name: 'Why this verdict?' }), 'Used tokens pass{Enter}');
  await user.click(screen.getByRole('button', { name: 'Reject' }));
  expect(screen.getByRole('textbox', { name: 'Why this verdict?' })).toHaveValue('Used tokens pass');
  await user.click(screen.getByRole('button', { name: 'Reject' }));
  expect(heard.map(({ data }) => data)).toEqual([
    { verdict: 'changes-requested' }, { verdict: 'changes-requested', text: 'Used tokens pass' }, { verdict: 'rejected', text: 'Used tokens pass' }, { verdict: 'none' },
  ]);
});

test('an outcome that a verdict gives is named as such, and one that somebody else gave stands with who and why', async () => {
  const first = await showPart(<Notes />, over, { defaultAnnotations: [said(1, 'verdict', { verdict: 'rejected' })] });
  expect(screen.getByRole('option', { name: 'By verdict: Failed' })).toBeVisible();
  first.view.unmount();
  const by = said(2, 'outcome', { outcome: 'interrupted', reason: '<b>Stopped</b>' }, { author: 'Priya' });
  const second = await showPart(<Notes />, over, { defaultAnnotations: [by], author: 'ada' });
  expect(screen.getByRole('combobox', { name: 'Outcome' })).toHaveValue('interrupted');
  expect(screen.getByRole('group', { name: 'Outcome' })).toHaveTextContent('says Priya<b>Stopped</b>');
  expect(screen.queryByRole('textbox', { name: 'Why?' })).toBeNull();
  second.view.unmount();
  await showPart(<Notes />, over, { annotations: [by], can: { annotate: false } });
  expect(screen.queryByRole('combobox')).toBeNull();
  expect(screen.getByRole('group', { name: 'Outcome' })).toHaveTextContent('OutcomeInterruptedsays Priya<b>Stopped</b>');
});

test('nobody is asked what a session came to that goes on', async () => {
  await showPart(<Notes />, session, { defaultAnnotations: [] });
  expect(screen.getByRole('group', { name: 'Your verdict' })).toBeVisible();
  expect(screen.queryByRole('combobox', { name: 'Outcome' })).toBeNull();
});

test('where nobody may write, what was said is there to read, and nothing of it becomes markup', async () => {
  const annotations = [said(1, 'note', { text: '<img src=x onerror=alert(1)>\u202e', anchor: line }, { author: '<b>eve</b>', by: 'agent' }), said(2, 'note', { text: 'Gone', anchor: { ...line, quote: 'never there' } }), said(3, 'tag', { tag: '<i>' , set: true })];
  const { view } = await showPart(<Notes />, session, { annotations, can: { annotate: false } });
  const [first, second] = screen.getAllByRole('article');
  expect(first).toHaveTextContent('<b>eve</b>Agent');
  expect(first).toHaveTextContent('<img src=x onerror=alert(1)>U+202E');
  expect(second).toHaveTextContent('Outdated');
  expect(view.container.querySelector('img, b > b, i > i')).toBeNull();
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.queryByRole('button', { name: /Reply|Approve|Edit/ })).toBeNull();
});

test('notes of another author can be answered and resolved, not changed', async () => {
  await showPart(<Notes />, session, { defaultAnnotations: [said(1, 'note', { text: 'Mine', anchor: line })], author: 'bob' });
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Reply' })).toBeVisible();
});

test('an export is a file that holds the review', async () => {
  const blobs: Blob[] = [];
  const names: string[] = [];
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (blob: Blob) => { blobs.push(blob); return 'blob:x'; }, revokeObjectURL: () => undefined }));
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function named(this: HTMLAnchorElement) { names.push(this.download); });
  const { user } = await showPart(<Notes />, session, { annotations: [said(1, 'note', { text: 'Name it', anchor: line })] });
  for (const kind of ['Markdown', 'JSON']) {
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(screen.getByRole('menuitem', { name: kind }));
  }
  expect(names).toEqual([expect.stringMatching(/^review-.*\.md$/), expect.stringMatching(/^review-.*\.json$/)]);
  await waitFor(async () => expect(await blobs[0]?.text()).toContain('> Name it'));
  expect(JSON.parse((await blobs[1]?.text()) ?? '')).toMatchObject({ schemaVersion: 1, threads: [{ state: 'found', notes: [{ text: 'Name it' }] }] });
  click.mockRestore();
});

test('a note is said once, says something, and is given up by Escape', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Notes />, session, { defaultAnnotations: [said(1, 'note', { text: 'Why?', anchor: line })], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  const field = screen.getByRole('textbox', { name: /^Note on / });
  await user.type(field, '  ');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(heard).toEqual([]);
  await user.type(field, 'Said');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  expect(field).toHaveValue('');
  const thread = screen.getByRole('article', { name: /^Notes on a\.ts:1/ });
  await user.click(within(thread).getByRole('button', { name: 'Reply' }));
  await user.type(within(thread).getByRole('textbox'), 'Never mind{Escape}');
  expect(within(thread).queryByRole('textbox')).toBeNull();
  expect(heard.map(({ data }) => data['text'])).toEqual(['Said']);
});

test('what an agent says under the name of a person is not theirs to change', async () => {
  const { model } = (await openReplay(session)).getState();
  const anchor = { on: 'turn', turn: model.turns[0]?.id ?? '' };
  const { user } = await showPart(<Notes />, session, {
    defaultAnnotations: [said(1, 'note', { text: 'Mine', anchor: line }, { by: 'agent' }), said(2, 'verdict', { verdict: 'approved' }, { by: 'agent' }), said(3, 'rating', { anchor, rating: 'good' }, { by: 'agent' })], author: 'ada',
  });
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  expect(screen.getByRole('list', { name: 'Verdicts of others' })).toHaveTextContent('adaAgentApprove');
  expect(screen.getByRole('button', { name: 'Approve' })).toHaveAttribute('aria-pressed', 'false');
  const good = screen.getByRole('button', { name: /^Good/ });
  expect(good).toHaveAttribute('aria-pressed', 'false');
  await user.click(good);
  expect(good).toHaveAttribute('aria-pressed', 'true');
  expect(good).toHaveTextContent('2');
});

test('a resolved thread is opened again, and a tag stands once', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Notes />, session, { defaultAnnotations: [said(1, 'note', { text: 'Why?', anchor: line }), said(2, 'note_resolve', { note: id(1), resolved: true }), said(3, 'tag', { tag: 'auth', set: true })], author: 'bob', onAnnotate: (annotation) => heard.push(annotation) });
  await user.click(screen.getByRole('button', { name: 'Show resolved notes' }));
  await user.click(screen.getByRole('button', { name: 'Reopen' }));
  expect(screen.getByRole('button', { name: 'Resolve' })).toBeVisible();
  await user.type(screen.getByRole('textbox', { name: 'Add tag' }), 'auth{Enter}');
  expect(heard.map(({ type, data }) => [type, data['resolved']])).toEqual([['note_resolve', false]]);
  await user.click(screen.getByRole('button', { name: 'Remove tag auth' }));
  expect(heard.at(-1)).toMatchObject({ type: 'tag', data: { tag: 'auth', set: false } });
});

test('ten thousand notes are a list of which a part is drawn, the notes on the chosen event first', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => said(index + 1, 'note', { text: `Note ${index}`, anchor: index === 9000 ? line : { on: 'event', eventId: 'r1' } }));
  const { user, store } = await showPart(<Notes />, session, { annotations: many });
  expect(screen.getAllByRole('article')).toHaveLength(50);
  expect(screen.getAllByRole('article')[0]).toHaveTextContent('Note 9000');
  await user.click(screen.getByRole('button', { name: 'Show 50 more' }));
  expect(screen.getAllByRole('article')).toHaveLength(100);
  act(() => store.select('r1'));
  expect(screen.getAllByRole('article')[0]).toHaveTextContent('Note 0');
});

test('a thread of thousands of answers shows a part of them', async () => {
  const first = said(1, 'note', { text: 'First', anchor: line });
  const answers = Array.from({ length: 2000 }, (_, index) => said(index + 2, 'note', { text: `Answer ${index}`, replyTo: first.id }));
  const { user } = await showPart(<Notes />, session, { annotations: [first, ...answers] });
  const thread = screen.getByRole('article');
  expect(thread).toHaveTextContent('Answer 28');
  expect(thread).not.toHaveTextContent('Answer 29');
  await user.click(within(thread).getByRole('button', { name: 'Show 30 more' }));
  expect(thread).toHaveTextContent('Answer 58');
});

test('a deleted note is brought back at once, by keyboard too', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Notes />, session, { defaultAnnotations: [said(1, 'note', { text: 'Mine', anchor: line })], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  await user.click(screen.getByRole('button', { name: 'Delete' }));
  expect(screen.queryByRole('article')).toBeNull();
  expect(screen.getByRole('region', { name: 'Notes' })).toHaveTextContent('Note deleted.');
  expect(screen.getByRole('button', { name: 'Undo' })).toHaveFocus();
  await user.keyboard('{Enter}');
  expect(screen.getByRole('article')).toHaveTextContent('Mine');
  expect(screen.getByRole('article')).not.toHaveTextContent('edited');
  expect(heard.map(({ type }) => type)).toEqual(['note_delete', 'note_edit']);
  await user.click(screen.getByRole('button', { name: 'Delete' }));
  await user.click(screen.getByRole('textbox', { name: /^Note on/ }));
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});
