import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { defaultKeyMap } from '@playhead/replay-core';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import type { ReplayRootProps } from '../replay/root-props.ts';
import { openReplay } from '../testing/build-session.ts';
import { Shortcuts } from './Shortcuts.tsx';

vi.setConfig({ testTimeout: 30_000 });

async function open(props: Partial<ReplayRootProps> = {}) {
  const store = await openReplay([{ type: 'prompt', data: { text: 'Hi', origin: 'human' } }]);
  render(<ReplayRoot store={store} {...props}><button type="button">Somewhere</button><Shortcuts /></ReplayRoot>);
  const user = userEvent.setup();
  screen.getByRole('button', { name: 'Somewhere' }).focus();
  await user.keyboard('?');
  return { store, user, sheet: await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }) };
}

test('lists the keys of the replay in groups', async () => {
  const { sheet } = await open();
  const playback = within(sheet).getByRole('region', { name: 'Playback' });
  expect(playback).toHaveTextContent('Play or pauseSpace');
  expect(playback).toHaveTextContent('Back or forward 5 s←→');
  expect(within(sheet).getByRole('region', { name: 'View' })).toHaveTextContent('Switch tab1–7');
});

test('lists the keys that the host chose, and what the host does only when it listens', async () => {
  const { sheet } = await open({ keymap: { ...defaultKeyMap, 'play-pause': ['p'] } });
  expect(within(sheet).getByRole('region', { name: 'Playback' })).toHaveTextContent('Play or pausep');
  expect(sheet).not.toHaveTextContent('Add a note here');
});

test('closes by Escape and by its button, and gives the focus back', async () => {
  const { user, sheet } = await open({ onAction: () => undefined });
  expect(sheet).toHaveTextContent('Add a note herem');
  expect(sheet.contains(document.activeElement)).toBe(true);
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('button', { name: 'Somewhere' })).toHaveFocus();
  await user.keyboard('?');
  await user.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('leaves other keys alone while it is open', async () => {
  const { store, user } = await open();
  await user.keyboard('j{ArrowLeft}>');
  expect(store.getState()).toMatchObject({ rate: 1, follow: 'following' });
});

test('switches shortcuts of a single character off and on', async () => {
  const { store, user } = await open();
  await user.click(screen.getByRole('checkbox', { name: 'Single-key shortcuts' }));
  await user.keyboard('{Escape}>');
  expect(store.getState().rate).toBe(1);
  expect(screen.queryByRole('dialog')).toBeNull();
  await user.keyboard('{Home}');
  expect(store.getState().currentIndex).toBe(0);
});
