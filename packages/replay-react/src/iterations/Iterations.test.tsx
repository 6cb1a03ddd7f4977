import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Inspector } from '../inspector/Inspector.tsx';
import { showPart } from '../test-support/show-part.tsx';
import { Iterations } from './Iterations.tsx';

const DIFF = 'diff --git a/cart.ts b/cart.ts\n--- a/cart.ts\n+++ b/cart.ts\n@@ -1 +1 @@\n-a - b\n+a * b\n\\ No newline at end of file\n';
const session = [
  { type: 'session_update', data: { maxIterations: 5 } }, { type: 'terminal_command', data: { command: 'actor' }, call: 'a1' },
  { type: 'iteration', data: { index: 1, actor: 'I tried.', stderr: '\u001b[31mwarning\u001b[0m', exitCode: 3, durationUs: 4_000_000, diff: DIFF, filesChanged: 1, critic: 'Use **times** for [[EMAIL_ADDRESS:ab12]].', decision: 'CONTINUE' } },
  { type: 'terminal_command', data: { command: 'actor' }, call: 'a2' },
  { type: 'iteration', data: { index: 2, diff: 'no diff at all', decision: 'revise' } },
  { type: 'iteration', data: { index: 3, critic: 'Well done.', decision: 'DONE' } },
  { type: 'session_stop', data: { outcome: 'success', confidence: 0.954 } },
];

test('tells how many rounds there were, how each ended, and what the critic said of it', async () => {
  await showPart(<Iterations />, session);
  const part = screen.getByRole('region', { name: 'Iterations' });
  expect(part).toHaveTextContent('3 of at most 5 iterations');
  expect(part).toHaveTextContent('95 % confident');
  const rounds = within(within(part).getByRole('list', { name: 'What the critic said' })).getAllByRole('listitem').map((item) => item.textContent);
  expect(rounds[0]).toContain('Iteration 1 Continueexit 3 · 1 file · 4.0s');
  expect(rounds[0]).toContain('EMAIL_ADDRESS');
  expect(rounds[1]).toContain('Iteration 2 revise');
  expect(rounds[1]).toContain('The critic said nothing.');
  expect(rounds[2]).toContain('Iteration 3 Done');
  await waitFor(() => expect(part).toHaveTextContent('Well done.')); // markdown comes later
});

test('a click on the bar goes to where a round began, one on its name to where it ended, and the round at the playhead is marked', async () => {
  const { store, user } = await showPart(<Iterations />, session);
  const bar = screen.getByRole('group', { name: 'Timeline of iterations' });
  await user.click(within(bar).getByRole('button', { name: /^Iteration 2, revise/ }));
  expect(store.getState().selectedId).toBe('r4');
  expect(within(bar).getByRole('button', { name: /^Iteration 2/ })).toHaveAttribute('aria-current', 'true');
  await user.click(screen.getByRole('button', { name: /^Iteration 1 Continue/ }));
  expect(store.getState().selectedId).toBe('r3');
  expect(within(bar).getByRole('button', { name: /^Iteration 1/ })).toHaveAttribute('aria-current', 'true');
});

test('opens what the actor printed, its errors, and the diff by file; a text that is no diff is shown as it is', async () => {
  const { user } = await showPart(<Iterations />, session);
  await user.click(screen.getByRole('button', { name: 'Actor’s output' }));
  expect(screen.getByRole('group', { name: 'Actor’s output' })).toHaveTextContent('I tried.');
  await user.click(screen.getByRole('button', { name: 'Actor’s errors' }));
  expect(screen.getByRole('group', { name: 'Actor’s errors' })).toHaveTextContent('warning');
  const [first, second] = screen.getAllByRole('button', { name: 'Diff' });
  await user.click(first!);
  const diff = await screen.findByRole('group', { name: 'Diff' });
  expect(diff).toHaveTextContent('cart.ts');
  expect(diff).toHaveTextContent('a * b');
  expect(diff).not.toHaveTextContent('No newline');
  await user.click(first!);
  await user.click(second!);
  expect(await screen.findByRole('group', { name: 'Diff' })).toHaveTextContent('no diff at all');
});

test('a round is shown while the loop runs on', async () => {
  await showPart(<Iterations />, session.slice(0, 3));
  expect(screen.getByText('Running')).toBeVisible();
});

test('says what appears where there was no loop; the inspector has a tab only where there was one', async () => {
  await showPart(<><Inspector /><Iterations /></>, session.slice(0, 2));
  expect(screen.getByText('No iterations')).toBeVisible();
  expect(screen.queryByRole('tab', { name: /Iterations/ })).toBeNull();
});

test('the inspector counts the rounds', async () => {
  const { user } = await showPart(<Inspector />, session);
  await user.click(screen.getByRole('tab', { name: /^Iterations/ }));
  expect(await screen.findByRole('region', { name: 'Iterations' })).toBeVisible();
});
