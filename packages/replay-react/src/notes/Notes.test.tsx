import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { showPart } from '../test-support/show-part.tsx';
import { Notes } from './Notes.tsx';
import { initials } from './read-notes.ts';

const session = [
  { type: 'needs_review', data: { author: 'Priya Nair', text: 'From first login?', path: 'src/auth/refresh-token.ts', line: 22 } },
  { type: 'note', data: { author: { name: 'Maya Chen' }, text: 'Yes.\u202e', path: 'src/auth/refresh-token.ts', line: 22 } },
  { type: 'feedback', data: { rating: 'wrong', comment: 'Too slow' } },
  { type: 'note', data: { text: { $blob: 'x', size: 1, encoding: 'text' }, author: 3, rating: 'evil' } },
];

test('shows notes on one line of code as one thread, to read', async () => {
  await showPart(<Notes />, session);
  const thread = screen.getByRole('article', { name: 'refresh-token.ts:22 at 00:01' });
  expect(thread).toHaveTextContent('Needs review');
  expect(thread).toHaveTextContent('Priya Nair00:01From first login?');
  expect(thread).toHaveTextContent('Maya Chen00:02Yes.U+202E');
  expect(within(thread).getAllByRole('button')).toHaveLength(1);
});

test('says whether something was good or wrong, and by whom if that is known', async () => {
  await showPart(<Notes />, session);
  const [, second, third] = screen.getAllByRole('article');
  expect(second).toHaveTextContent('Unknown author00:03WrongToo slow');
  expect(third).not.toHaveTextContent('evil');
});

test('shows the notes until the playhead, and goes to the moment of one', async () => {
  const { store, user } = await showPart(<Notes />, session);
  await user.click(screen.getByRole('button', { name: /refresh-token\.ts:22/ }));
  expect(store.getState().selectedId).toBe('r1');
  expect(screen.getAllByRole('article')).toHaveLength(1);
  expect(screen.queryByText('Maya Chen')).toBeNull();
  act(() => store.select('r0'));
  expect(screen.getByText('No notes yet')).toBeVisible();
});

test('says how to add a note only where that is allowed', async () => {
  const { view } = await showPart(<Notes />, [{ type: 'prompt', data: { text: 'x' } }]);
  expect(screen.queryByText(/Press m/)).toBeNull();
  view.unmount();
  await showPart(<Notes />, [{ type: 'prompt', data: { text: 'x' } }], { can: { annotate: true } });
  expect(screen.getByText('Press m to add a note at the playhead.')).toBeVisible();
});

test('makes initials of names', () => {
  expect(['Priya Nair', 'ada.lovelace', 'Émile', ''].map(initials)).toEqual(['PN', 'AL', 'É', '']);
});

test('says which notes an agent left', async () => {
  await showPart(<Notes />, [{ type: 'note', data: { author: { type: 'agent', name: 'Claude Code' }, text: 'Look here' } }, { type: 'note', data: { author: { type: 'person', name: 'Maya Chen' }, text: 'Yes' } }]);
  const [agent, person] = screen.getAllByRole('article');
  expect(agent).toHaveTextContent('Claude CodeAgent');
  expect(person).not.toHaveTextContent('Agent');
});
