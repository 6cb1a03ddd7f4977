import { act, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Annotation } from '@playhead/protocol';
import { Diff } from '../diff/Diff.tsx';
import { Notes } from '../notes/Notes.tsx';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { hunk } from '../test-support/hunk.ts';
import { edit, showPart } from '../test-support/show-part.tsx';

vi.setConfig({ testTimeout: 30_000 });

const session = [...edit('c1', 'a.ts', { hunks: [hunk(1, 1, '-a', '+b')] }), ...edit('c2', 'b.ts', { hunks: [hunk(1, 1, '-c', '+d')] }), ...edit('c3', 'b.ts', { hunks: [hunk(1, 1, '-d', '+e')] })];
const box = (): HTMLElement => screen.getByRole('checkbox', { name: 'Viewed' });

/** What a reviewer says who ticks off the last file after its last change. */
async function ticked(lines = session): Promise<Annotation> {
  const heard: Annotation[] = [];
  const { user, view } = await showPart(<Diff />, lines, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  await user.click(box());
  await waitFor(() => expect(heard).toHaveLength(1));
  view.unmount();
  return heard[0] as Annotation; // there is one
}

test('a file that is ticked off is said to be viewed, under a hash of its changes, and that is taken back', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<><Diff /><Notes /></>, session, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  expect(screen.getByRole('meter', { name: '0 of 2 files viewed' })).toBeVisible();
  await user.click(box());
  await waitFor(() => expect(heard).toMatchObject([{ type: 'viewed', author: 'ada', data: { path: 'b.ts', hash: expect.stringMatching(/^\w+$/), viewed: true } }]));
  expect(screen.getByRole('meter', { name: '1 of 2 files viewed' })).toBeVisible();
  await user.click(box());
  await waitFor(() => expect(heard.slice(1)).toMatchObject([{ type: 'viewed', data: { path: 'b.ts', hash: heard[0]?.data['hash'], viewed: false } }]));
  expect(screen.getByRole('meter', { name: '0 of 2 files viewed' })).toBeVisible();
});

test('what somebody ticked off is ticked when they come again', async () => {
  await showPart(<Diff />, session, { annotations: [await ticked()], author: 'ada', onAnnotate: () => undefined });
  await waitFor(() => expect(box()).toBeChecked());
});

test('what others ticked off, or the same author under other changes, is not', async () => {
  const [own, before] = [await ticked(session.slice(0, 3)), await ticked()];
  for (const foreign of [{ ...before, author: 'bob' }, { ...before, by: 'agent' as const }, { ...before, data: { ...before.data, hash: 'other' } }]) {
    const { view } = await showPart(<><Diff /><Notes /></>, session, { annotations: [own, { ...foreign, id: '01937d1e-0000-7000-8000-00000000ffff' }], author: 'ada', onAnnotate: () => undefined });
    expect(await screen.findByRole('meter', { name: '1 of 2 files viewed' })).toBeVisible();
    expect(box()).not.toBeChecked();
    view.unmount();
  }
});

test('what is written in a file decides which tick it has', async () => {
  const other = await ticked([...session.slice(0, -3), ...edit('c3', 'b.ts', { hunks: [hunk(1, 1, '-d', '+f')] })]);
  expect(other.data['path']).toBe('b.ts');
  expect(other.data['hash']).not.toBe((await ticked()).data['hash']);
});

test('a tick goes when the host no longer has it', async () => {
  const before = await ticked();
  const { view, store } = await showPart(<Diff />, session, { annotations: [before], author: 'ada' });
  await waitFor(() => expect(box()).toBeChecked());
  act(() => view.rerender(<ReplayRoot store={store} annotations={[]} author="ada"><Diff /></ReplayRoot>));
  await waitFor(() => expect(box()).not.toBeChecked());
});
