import { act, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Annotation } from '@playhead/protocol';
import type { Line } from '../testing/build-session.ts';
import { showPart, type ShownPart } from '../test-support/show-part.tsx';
import { Outline } from './Outline.tsx';

// What is loaded late may take its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

// The header is the first event of each session: those here are counted from 1.
const session: readonly Line[] = [
  { type: 'chapter', data: { title: 'Explore' } },
  { type: 'prompt', data: { text: 'Look around', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'ls' }, call: 'a' }, { type: 'tool_result', data: { status: 'ok' }, call: 'a' },
  { type: 'chapter', data: { title: 'Tests' } },
  { type: 'terminal_command', data: { command: 'npm test' }, call: 'b' }, { type: 'tool_result', data: { status: 'ok' }, call: 'b' },
  { type: 'moment', data: { title: 'All green' } },
];
const show = async (props: Parameters<typeof showPart>[2] = { defaultAnnotations: [], author: 'ada' }): Promise<ShownPart> => {
  const shown = await showPart(<Outline />, session, props);
  if (props?.can?.annotate !== false) await screen.findByRole('group', { name: 'Edit chapters and moments' });
  return shown;
};
const item = (name: RegExp): HTMLElement => screen.getByRole('treeitem', { name });
const titles = ({ store }: ShownPart): readonly string[] => store.getState().model.chapters.map(({ title }) => title);
const at = async ({ store }: ShownPart, index: number): Promise<void> => act(async () => store.select(store.getState().model.events[index]?.id));

test('a chapter is added at the playhead, and the recording stays as it is', async () => {
  const heard: Annotation[] = [];
  const shown = await show({ defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  await at(shown, 6);
  await shown.user.click(screen.getByRole('button', { name: 'Chapter' }));
  const field = await screen.findByRole('textbox', { name: /^Chapter at .*npm test/ });
  await waitFor(() => expect(field).toHaveFocus());
  await shown.user.keyboard('Run them{Enter}');
  await waitFor(() => expect(titles(shown)).toEqual(['Explore', 'Tests', 'Run them']));
  expect(heard).toMatchObject([{ type: 'chapter', author: 'ada', data: { action: 'add', title: 'Run them', anchor: { eventId: shown.store.getState().model.events[6]?.id } } }]);
  expect(shown.store.getState().model.events).toHaveLength(session.length + 1);
});

test('a chapter is renamed by F2, moved by Alt and arrows and by the playhead, and restored', async () => {
  const shown = await show();
  act(() => item(/^Tests/).focus());
  expect(screen.queryByRole('button', { name: /^Restore/ })).toBeNull();
  await shown.user.keyboard('{F2}');
  const field = await screen.findByRole('textbox', { name: 'Rename Tests' });
  await waitFor(() => expect(field).toHaveFocus());
  await shown.user.keyboard(' and more{Enter}');
  await waitFor(() => expect(titles(shown)).toEqual(['Explore', 'Tests and more']));
  const began = (): number | undefined => shown.store.getState().model.chapters.find(({ title }) => title === 'Tests and more')?.at;
  const events = shown.store.getState().model.events;
  act(() => item(/^Tests and more/).focus());
  await shown.user.keyboard('{Alt>}{ArrowUp}{/Alt}');
  await waitFor(() => expect(began()).toBe(events[3]?.record.at));
  act(() => item(/^Tests and more/).focus());
  await shown.user.keyboard('{Alt>}{ArrowDown}{/Alt}');
  await waitFor(() => expect(began()).toBe(events[5]?.record.at));
  await shown.user.click(screen.getByRole('button', { name: 'Move Tests and more' }));
  await at(shown, 7);
  await shown.user.click(await screen.findByRole('button', { name: 'Move here' }));
  await waitFor(() => expect(began()).toBe(events[7]?.record.at));
  await shown.user.click(screen.getByRole('button', { name: 'Restore Tests and more as recorded' }));
  await waitFor(() => expect(titles(shown)).toEqual(['Explore', 'Tests']));
});

test('a chapter is removed by Delete, and that is undone', async () => {
  const shown = await show();
  act(() => item(/^Explore/).focus());
  await shown.user.keyboard('{Delete}');
  await waitFor(() => expect(titles(shown)).toEqual(['Tests']));
  await shown.user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(titles(shown)).toEqual(['Explore', 'Tests']));
});

test('a moment stands in the outline, is renamed and removed', async () => {
  const shown = await show();
  const moments = (): readonly string[] => shown.store.getState().model.moments.filter(({ type }) => type === 'moment').map(({ title }) => title);
  act(() => item(/All green/).focus());
  await shown.user.keyboard('{F2}');
  const field = await screen.findByRole('textbox', { name: 'Rename All green' });
  await shown.user.clear(field);
  await shown.user.type(field, 'Done{Enter}');
  await waitFor(() => expect(moments()).toEqual(['Done']));
  await shown.user.click(screen.getByRole('button', { name: 'Remove Done' }));
  await waitFor(() => expect(moments()).toEqual([]));
  await shown.user.click(screen.getByRole('button', { name: 'Moment' }));
  await shown.user.type(await screen.findByRole('textbox', { name: /^Moment at/ }), 'Mine{Enter}');
  await waitFor(() => expect(moments()).toEqual(['Mine']));
});

test('Escape closes the field, and the focus is in the outline again', async () => {
  const shown = await show();
  act(() => item(/^Tests/).focus());
  await shown.user.keyboard('{F2}');
  await waitFor(() => expect(screen.getByRole('textbox')).toHaveFocus());
  await shown.user.keyboard('x{Escape}');
  expect(screen.queryByRole('textbox')).toBeNull();
  await waitFor(() => expect(document.activeElement).toHaveAttribute('role', 'treeitem'));
  expect(titles(shown)).toEqual(['Explore', 'Tests']);
});

test('where nobody may write, the outline is there to read', async () => {
  const shown = await show({ annotations: [], can: { annotate: false } });
  act(() => item(/^Tests/).focus());
  await shown.user.keyboard('{F2}{Delete}');
  expect(screen.queryByRole('button')).toBeNull();
  expect(titles(shown)).toEqual(['Explore', 'Tests']);
});
