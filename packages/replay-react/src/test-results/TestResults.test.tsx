import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { showPart } from '../test-support/show-part.tsx';
import { groupCases } from './group-cases.ts';
import { TestResults } from './TestResults.tsx';

const cases = [
  { name: 'reads', suite: 'a.test.ts', status: 'passed', durationUs: 2000 }, { name: 'rotates', suite: 'b.test.ts', status: 'passed', durationUs: 14_000 },
  { name: 'revokes', suite: 'b.test.ts', status: 'failed', durationUs: 31_000, message: '\u001b[31mexpected 200 to be 401\u001b[0m' }, { name: 'waits', suite: 'b.test.ts', status: 'skipped' },
];
const session = [
  { type: 'terminal_command', data: { command: 'npm test' }, call: 't1' }, { type: 'test_result', data: { passed: 2, failed: 0 }, call: 't1' },
  { type: 'terminal_command', data: { command: 'npm test' }, call: 't2' }, { type: 'test_result', data: { passed: 2, failed: 1, skipped: 1, durationUs: 2_840_000, cases }, call: 't2' },
];

test('says how a run ended and opens the file that failed', async () => {
  const { user } = await showPart(<TestResults />, session);
  const results = screen.getByRole('region', { name: 'Test results' });
  expect(results).toHaveTextContent('1 failed2 passed1 skipped2.8s');
  const files = within(results).getAllByRole('button').filter((button) => button.hasAttribute('aria-expanded'));
  expect(files.map((button) => [button.textContent, button.getAttribute('aria-expanded')])).toEqual([['Failedb.test.ts45ms', 'true'], ['Passeda.test.ts2ms', 'false']]);
  expect(within(results).getByRole('group', { name: 'revokes' })).toHaveTextContent('expected 200 to be 401');
  expect(results).not.toHaveTextContent('reads');
  await user.click(screen.getByRole('button', { name: /a\.test\.ts/ }));
  expect(results).toHaveTextContent('reads');
});

test('shows the run at the playhead, and goes to the runs before and after', async () => {
  const { store, user } = await showPart(<TestResults />, session);
  await user.click(screen.getByRole('button', { name: 'Previous run' }));
  expect(store.getState().selectedId).toBe('r2');
  expect(screen.getByText('Run 1 of 2')).toBeVisible();
  expect(screen.getByText('Only the counts are known')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Previous run' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Next run' }));
  expect(screen.getByText('Run 2 of 2')).toBeVisible();
});

test('says that tests run before their results are there, and shows them to who selects the run', async () => {
  const { store } = await showPart(<TestResults />, session);
  act(() => { store.select('r2'); store.step(1); });
  expect(store.getState().model.events[store.getState().currentIndex]?.id).toBe('r3');
  expect(screen.getByText('The tests are running')).toBeVisible();
  act(() => store.select('r3'));
  expect(screen.getByText('1 failed')).toBeVisible();
});

test('says what appears where no test ran', async () => {
  await showPart(<TestResults />, [{ type: 'prompt', data: { text: 'Hi' } }]);
  expect(screen.getByText('No tests yet')).toBeVisible();
});

test('sums the time of a file and puts what failed first', () => {
  const groups = groupCases([{ name: 'a', suite: 'x', status: 'skipped' }, { name: 'b', suite: 'x', status: 'failed', durationUs: 5 }, { name: 'c', status: 'passed' }]);
  expect(groups.map(({ name, status, durationUs }) => [name, status, durationUs])).toEqual([['x', 'failed', 5], ['', 'passed', undefined]]);
  expect(groups[0]?.cases.map(({ name }) => name)).toEqual(['b', 'a']);
});
