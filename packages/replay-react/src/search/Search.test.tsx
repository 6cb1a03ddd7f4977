import { fireEvent, render, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { createReplay, type ReplayStore, type SourceHits } from '@playhead/replay-core';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay } from '../testing/build-session.ts';
import { Search } from './Search.tsx';

async function show(): Promise<ReplayStore> {
  const store = await openReplay(['token one', 'nothing', 'token two', 'Token three'].map((text) => ({ type: 'assistant_text', data: { text } })));
  store.seek(0);
  render(<ReplayRoot store={store}><Search /></ReplayRoot>);
  return store;
}
const field = (): HTMLElement => screen.getByRole('searchbox', { name: 'Search events' });

test('counts the hits after a pause in typing, and steps through them by Enter and by buttons', async () => {
  const store = await show();
  fireEvent.change(field(), { target: { value: 'token' } });
  expect(await screen.findByText('3 hits')).toBeVisible();
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect(await screen.findByText('1 of 3')).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'Next hit' }));
  expect(await screen.findByText('2 of 3')).toBeVisible();
  fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true });
  expect(await screen.findByText('1 of 3')).toBeVisible();
  expect(store.getState().model.events[store.getState().currentIndex]?.summary).toBe('token one');
});

test('searches at once by Enter, and ends the search by Escape', async () => {
  const store = await show();
  fireEvent.change(field(), { target: { value: 'nothing' } });
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect(store.getState().query).toBe('nothing');
  fireEvent.keyDown(field(), { key: 'Escape' });
  expect(store.getState().query).toBe('');
  expect(field()).toHaveValue('');
  expect(screen.queryByRole('button', { name: 'Next hit' })).toBeNull();
});

test('says when nothing was found', async () => {
  await show();
  fireEvent.change(field(), { target: { value: 'unheard of' } });
  expect(await screen.findByText('No hits')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Next hit' })).toBeDisabled();
});

/** A replay whose search has more to read than it shows: pieces come as the test lets them. */
async function showSearched(pieces: () => AsyncGenerator<SourceHits>): Promise<ReplayStore> {
  const { model } = (await openReplay(['token one', 'nothing', 'else'].map((text) => ({ type: 'assistant_text', data: { text } })))).getState();
  let time = 0;
  const records = model.events.map(({ record }) => record);
  const store = createReplay({ async *open() { yield { records, upToDate: true }; }, search: pieces }, { now: () => (time += 500) });
  await vi.waitFor(() => expect(store.getState().status).toBe('ready'), { timeout: 30_000 });
  store.seek(0);
  render(<ReplayRoot store={store}><Search /></ReplayRoot>);
  return store;
}

test('tells how far a long search is and what it found so far, and the count once it is through', async () => {
  let goOn = (): void => undefined;
  const waiting = new Promise<void>((resolve) => { goOn = resolve; });
  const store = await showSearched(async function* search() {
    yield { ids: [], progress: { readBytes: 40, totalBytes: 100 } };
    await waiting;
    yield { ids: [store.getState().model.events.at(-1)?.id ?? ''], progress: { readBytes: 100, totalBytes: 100 } };
  });
  fireEvent.change(field(), { target: { value: 'token' } });
  const progress = await screen.findByRole('progressbar', { name: 'Search progress' }, { timeout: 30_000 });
  await vi.waitFor(() => expect(progress).toHaveTextContent('1 hit so far, 40%'), { timeout: 30_000 });
  expect(progress).toHaveAttribute('aria-valuenow', '40');
  expect(within(screen.getByRole('search')).getByRole('status')).toHaveTextContent('Searching…');
  goOn();
  expect(await screen.findByText('2 hits', undefined, { timeout: 30_000 })).toBeVisible();
  expect(screen.queryByRole('progressbar')).toBeNull();
  store.close();
});

test('says that not everything was searched when the log cannot be read on, and searches it again', async () => {
  let broken = true;
  const store = await showSearched(async function* search() {
    yield { ids: [] };
    if (broken) throw new Error('The disk is gone.');
  });
  fireEvent.change(field(), { target: { value: 'token' } });
  expect(await screen.findByText('1 hit, not everything searched', undefined, { timeout: 30_000 })).toBeVisible();
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Search again' }));
  expect(await screen.findByText('1 hit', undefined, { timeout: 30_000 })).toBeVisible();
  store.close();
});
