import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Annotation } from '@playhead/protocol';
import { toReviewDocument, type ReplayStore } from '@playhead/replay-core';
import { showPart, type ShownPart } from '../test-support/show-part.tsx';
import type { ReplayRootProps } from '../replay/ReplayRoot.tsx';
import { Notes } from './Notes.tsx';

vi.setConfig({ testTimeout: 30_000 });

const session = [
  { type: 'prompt', data: { text: 'Rotate tokens', origin: 'human' } },
  { type: 'file_diff', data: { path: 'a.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-old', '+new'] }] }, call: 'c1' },
];
const id = (number: number): string => `01937d1e-0000-7000-8000-${String(number).padStart(12, '0')}`;
const said = (number: number, author: string, type: string, data: Annotation['data'], more: Partial<Annotation> = {}): Annotation => ({ id: id(number), at: 1_760_000_000_000_000 + number, author, type, data, ...more });
const line = { on: 'line', path: 'a.ts', side: 'new', line: 1, quote: 'new', before: [], after: [], eventId: 'r2' } as const;
const mine = said(1, 'ada', 'note', { text: 'Mine', anchor: line });
const theirs = [said(2, 'bob', 'note', { text: 'Theirs', anchor: line }), said(3, 'bob', 'verdict', { verdict: 'rejected' }), said(4, 'Risk Bot', 'note', { text: 'Machine', anchor: line }, { by: 'agent' })];

interface Shown extends ShownPart {
  readonly heard: Annotation[];
  /** Chooses a file that holds this. */
  choose(content: unknown): Promise<void>;
}

async function show(props: Partial<ReplayRootProps> = { defaultAnnotations: [mine] }): Promise<Shown> {
  const heard: Annotation[] = [];
  const shown = await showPart(<Notes />, session, { author: 'ada', onAnnotate: (annotation) => heard.push(annotation), ...props });
  const choose = async (content: unknown): Promise<void> => {
    const input = shown.view.container.querySelector<HTMLInputElement>('input[type=file]');
    if (!input) throw new Error('There is nothing to choose a file with.');
    await shown.user.upload(input, fileOf(content));
  };
  return { ...shown, heard, choose };
}

/** Who adds it, and from where. */
const imported = { by: 'ada', file: 'review.json' };
const fileOf = (content: unknown, name = 'review.json'): File => new File([typeof content === 'string' ? content : JSON.stringify(content)], name, { type: 'application/json' });
const exported = (store: ReplayStore, annotations: readonly Annotation[]): object => toReviewDocument(store.getState().model, annotations);
const alert = async (): Promise<string> => (await screen.findByRole('alert')).textContent;

test('the exported review of somebody else stands beside the own one, under the names of who wrote it', async () => {
  const { store, heard, choose } = await show();
  await choose(exported(store, theirs));
  await screen.findByText('3 entries added.');
  expect(screen.getAllByRole('article').map((thread) => within(thread).getByText(/^(Mine|Theirs|Machine)$/).textContent)).toEqual(['Mine', 'Theirs', 'Machine']);
  expect(screen.getAllByRole('article')[2]).toHaveTextContent('Risk BotAgentImported by ada from review.json');
  expect(screen.getByRole('list', { name: 'Verdicts of others' })).toHaveTextContent('bobImported by ada from review.jsonReject');
  expect(heard).toEqual(theirs.map((one) => ({ ...one, data: { ...one.data, imported } })));
  expect(screen.getAllByRole('button', { name: 'Edit' })).toHaveLength(1);
});

test('the same review twice counts once, and what is here already stays as it is', async () => {
  const { store, heard, choose } = await show();
  const changed = { ...mine, data: { text: 'Changed', anchor: line } };
  await choose(exported(store, [...theirs, changed]));
  await screen.findByText('3 entries added, 1 here already.');
  await choose(exported(store, [...theirs, changed]));
  await screen.findByText('Nothing new: all that this review says is here already.');
  expect(heard).toHaveLength(3);
  expect(screen.getAllByRole('article')).toHaveLength(3);
  expect(screen.queryByText('Changed')).toBeNull();
});

test('a review of another session is refused, and both are named', async () => {
  const { store, heard, choose } = await show();
  const { name, sessionId } = store.getState().model.session;
  await choose({ ...exported(store, theirs), session: { sessionId: 'other-1', name: 'Fix\u202e the build', startedAt: 1 } });
  const text = await alert();
  expect(text).toContain('Nothing was added. The review is about another session: “FixU+202E the build” (other-1)');
  expect(text).toContain(name === '' ? sessionId : `“${name}” (${sessionId})`);
  expect(heard).toEqual([]);
});

test('how long a session is kept is not said by a review', async () => {
  const { store, heard, choose } = await show();
  await choose({ ...exported(store, theirs), annotations: [...theirs, said(9, 'eve', 'retention', { keepDays: 0 }), said(8, 'eve', 'pin', { set: true })] });
  await screen.findByText('3 entries added.');
  expect(heard).toEqual(theirs.map((one) => ({ ...one, data: { ...one.data, imported } })));
});

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

test.each<readonly [what: string, content: (good: object) => unknown, says: RegExp]>([
  ['no JSON', () => '{"schemaVersion":1,', /no review of a version that is known/],
  ['a list', () => [], /no review of a version/],
  ['nested without end', () => deep, /no review of a version/],
  ['of a later version', (good) => ({ ...good, schemaVersion: 2 }), /no review of a version/],
  ['without annotations', (good) => ({ ...good, annotations: { length: 3 } }), /no review of a version/],
  ['with one that has no id', (good) => ({ ...good, annotations: [...theirs, { ...mine, id: '../../etc' }] }), /annotations\[3\]\.id/],
  ['with one that is nested too deep', (good) => `${JSON.stringify({ ...good, annotations: [] }).slice(0, -'[]}'.length)}[${JSON.stringify({ ...mine, data: 0 }).slice(0, -2)}{"a":${deep}}}]}`, /no review of a version/],
  ['with too many', (good) => ({ ...good, annotations: Array.from({ length: 10_001 }, () => null) }), /10,001 things, and at most 10,000.*sessions review --add/],
  ['that would stay the last word', (good) => ({ ...good, annotations: [...theirs, said(7, 'eve', 'outcome', { outcome: 'success' }, { at: Number.MAX_SAFE_INTEGER })] }), /later than now/],
  ['larger than a review is', (good) => `${JSON.stringify(good)}${' '.repeat(16 * 1024 * 1024)}`, /larger than 16/],
])('nothing is added of a file %s, and it says why', async (_what, content, says) => {
  const { store, heard, choose } = await show();
  await choose(content(exported(store, theirs)));
  expect(await alert()).toMatch(says);
  expect(heard).toEqual([]);
  expect(screen.getAllByRole('article')).toHaveLength(1);
});

test('a review that is dropped on the notes is added, and other files are left to the page', async () => {
  const { store, heard } = await show();
  const notes = screen.getByRole('region', { name: 'Notes' });
  const transfer = (file: File): object => ({ dataTransfer: { files: [file], items: [{ kind: 'file', type: file.type }], types: ['Files'], dropEffect: 'none' } });
  const review = fileOf(exported(store, theirs));
  expect(fireEvent.dragOver(notes, transfer(review))).toBe(false);
  expect(screen.getByText('Drop the review to add what it says.')).toBeVisible();
  expect(fireEvent.drop(notes, transfer(review))).toBe(false);
  await screen.findByText('3 entries added.');
  expect(heard).toHaveLength(3);
  const recording = new File(['{}'], 'session.jsonl');
  expect(fireEvent.dragOver(notes, transfer(recording))).toBe(true);
  expect(fireEvent.drop(notes, transfer(recording))).toBe(true);
});

test('where nobody may write, nothing can be added', async () => {
  const { view } = await show({ annotations: [mine], can: { annotate: false } });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Export' })).toBeVisible());
  expect(screen.queryByRole('button', { name: 'Import review…' })).toBeNull();
  expect(view.container.querySelector('input[type=file]')).toBeNull();
});
