import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ReplayStore } from '@playhead/replay-core';
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
