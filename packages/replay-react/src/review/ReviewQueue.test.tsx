import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Annotation } from '@playhead/protocol';
import { reviewRules, type ReviewRule, type ReviewThresholds } from '@playhead/replay-core';
import type { Line } from '../testing/build-session.ts';
import { showPart, edit, type ShownPart } from '../test-support/show-part.tsx';
import type { ReplayRootProps } from '../replay/root-props.ts';
import { ReviewQueue } from './ReviewQueue.tsx';

vi.setConfig({ testTimeout: 30_000 });

const session: readonly Line[] = [
  { type: 'prompt', data: { text: 'Deploy', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'rm -rf \u202e/' }, call: 'c1' },
  { type: 'permission_decision', data: { decision: 'denied', by: 'user' }, call: 'c1' },
  { type: 'tool_result', data: { status: 'denied' }, call: 'c1' },
  ...edit('c2', 'package.json', { hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }] }),
  ...edit('c3', 'package.json', { hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-b', '+c'] }] }),
  { type: 'needs_review', data: { title: 'Look here', reason: 'The agent was not sure.' } },
];

async function show(props: Partial<ReplayRootProps> = { defaultAnnotations: [], author: 'ada' }, lines = session): Promise<ShownPart & { readonly said: Annotation[] }> {
  const said: Annotation[] = [];
  const shown = await showPart(<ReviewQueue />, lines, { onAnnotate: (annotation) => said.push(annotation), ...props });
  await screen.findByRole('region', { name: 'Needs review' });
  await vi.waitFor(() => expect(screen.getByRole('region', { name: 'Needs review' })).toHaveAttribute('aria-busy', 'false'));
  return { ...shown, said };
}
const items = (): string[] => within(screen.getByRole('list', { name: 'What needs a review' })).getAllByRole('listitem').map((item) => item.querySelector('b')?.textContent ?? '');
const current = (): HTMLElement => document.querySelector<HTMLElement>('[aria-current=true]') ?? document.body;

test('says which rule found what, why and when, the open ones first', async () => {
  await show();
  expect(items()).toEqual(['Denied action Open', 'Risky change Open', 'Marked for review Open']);
  expect(current()).toHaveTextContent('rm -rf U+202E/ was denied by the user.');
  expect(screen.getByText('0 of 3 reviewed')).toBeVisible();
  expect(screen.getByText('The agent was not sure.')).toBeVisible();
});

test('goes through the evidence of the current one, by Enter and by name', async () => {
  const { store, user } = await show();
  await user.click(screen.getByRole('button', { name: /^Risky change/ }));
  const evidence = within(current()).getByRole('group', { name: 'Evidence, 2' });
  expect(within(evidence).getAllByRole('button')).toHaveLength(2);
  await user.keyboard('{Enter}');
  const type = (): unknown => store.getState().model.events[store.getState().currentIndex]?.record.call;
  expect(type()).toBe('c2');
  await user.keyboard('{Enter}');
  expect(type()).toBe('c3');
  await user.click(within(evidence).getAllByRole('button')[0]!); // there are two
  expect(type()).toBe('c2');
});

test('is worked through by keys: done, dismissed with a reason, open again', async () => {
  const { user, said } = await show();
  screen.getByRole('button', { name: /^Denied action/ }).focus();
  await user.keyboard('d');
  expect(screen.getByText('1 of 3 reviewed')).toBeVisible();
  expect(items()).toEqual(['Risky change Open', 'Marked for review Open', 'Denied action Done']);
  expect(screen.getByRole('button', { name: /^Risky change/ })).toHaveFocus();
  await user.keyboard('x');
  expect(screen.getByRole('textbox', { name: /^Why/ })).toHaveFocus();
  await user.keyboard('only a version{Enter}');
  expect(screen.getByRole('list', { name: 'What needs a review' })).toHaveTextContent('Dismissed, ada: only a version');
  expect(screen.getByRole('button', { name: /^Marked for review/ })).toHaveFocus();
  await user.keyboard('d');
  expect(screen.getByText('Everything is reviewed.')).toBeVisible();
  expect(said.map(({ data }) => [data['marker'], data['state'], data['reason']])).toEqual([
    ['denied-action:c1', 'done', undefined], ['risky-change:package.json', 'dismissed', 'only a version'], [expect.stringMatching(/^marked-for-review:/), 'done', undefined],
  ]);
  await user.keyboard('u');
  expect(screen.getByText('2 of 3 reviewed')).toBeVisible();
  expect(screen.getByText('Open again, 1 to review')).toBeInTheDocument();
});

test('arrows move, Home and End go to the ends, and Escape leaves a reason unsaid', async () => {
  const { user, said } = await show();
  screen.getByRole('button', { name: /^Denied action/ }).focus();
  await user.keyboard('{ArrowDown}');
  expect(screen.getByRole('button', { name: /^Risky change/ })).toHaveFocus();
  await user.keyboard('{End}{ArrowDown}');
  expect(screen.getByRole('button', { name: /^Marked for review/ })).toHaveFocus();
  expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
  await user.keyboard('{Home}x');
  await user.keyboard('hm{Escape}');
  expect(screen.getByRole('button', { name: /^Denied action/ })).toHaveFocus();
  expect(said).toEqual([]);
});

test('shows decisions of others, and offers none where nobody may decide', async () => {
  await show({ onAnnotate: undefined, annotations: [{ id: 'a', at: 1, author: 'Maya <script>', type: 'marker', data: { marker: 'denied-action:c1', state: 'dismissed', reason: 'Rightly\u202e so' } }] });
  expect(items()[2]).toBe('Denied action Dismissed');
  expect(screen.getByRole('list', { name: 'What needs a review' })).toHaveTextContent('Dismissed, Maya <script>: RightlyU+202E so');
  expect(screen.queryByRole('button', { name: 'Done' })).toBeNull();
});

test('a changed threshold counts at once, and is told to the host', async () => {
  const heard: ReviewThresholds[] = [];
  const { user } = await show({ defaultAnnotations: [], onReviewThresholdsChange: (thresholds) => heard.push(thresholds) });
  await user.click(screen.getByRole('button', { name: 'Rules' }));
  const field = screen.getByRole('spinbutton', { name: 'Changed lines of one file' });
  await user.clear(field);
  await user.type(field, '4');
  await vi.waitFor(() => expect(items()).toContain('Large diff Open'));
  expect(heard.at(-1)).toEqual({ 'large-diff': { lines: 4 } });
  await user.clear(field);
  await user.type(field, '0'); // below what makes sense
  await user.tab();
  expect(field).toHaveValue(4);
  expect(heard.at(-1)).toEqual({ 'large-diff': { lines: 4 } });
  await user.click(screen.getByRole('button', { name: 'Reset' }));
  await vi.waitFor(() => expect(items()).not.toContain('Large diff Open'));
});

test('says when nothing needs a review', async () => {
  await show({}, [{ type: 'prompt', data: { text: 'Hi', origin: 'human' } }]);
  expect(screen.getByText('Nothing needs a review')).toBeVisible();
});

test('draws a part of a long queue, and more when asked', async () => {
  const { user } = await show({}, Array.from({ length: 120 }, (_, index): Line => ({ type: 'needs_review', data: { title: `Place ${index}` } })));
  expect(items()).toHaveLength(50);
  await user.click(screen.getByRole('button', { name: 'Show 50 more' }));
  expect(items()).toHaveLength(100);
});

const throwing: ReviewRule = { name: 'own', title: 'Own rule', description: 'Of a host.', severity: 'info', thresholds: { most: { title: 'Most', default: 3, min: 1, max: 9 } }, find: () => { throw new Error('no such \u202eturn'); } };

test('a rule of a host that throws is named, and the others go on', async () => {
  const { user } = await show({ reviewRules: [throwing, ...reviewRules], defaultReviewThresholds: { own: { most: Number.NaN } } });
  expect(items()).toEqual(['Denied action Open', 'Risky change Open', 'Marked for review Open']);
  await user.click(screen.getByRole('button', { name: 'Rules 1 rule failed' }));
  const own = screen.getByRole('group', { name: /^Own rule/ });
  expect(own).toHaveTextContent('This rule failed, so it found nothing: no such U+202Eturn');
  expect(within(own).getByRole('spinbutton', { name: 'Most' })).toHaveValue(3);
});

test('a finding that names no event leads to its time', async () => {
  const rule: ReviewRule = { ...throwing, find: ({ events }) => [{ anchor: 'session', reason: 'Look.', evidence: [], at: events[1]?.record.at ?? 0 }] };
  const { store, user } = await show({ reviewRules: [rule] });
  await user.click(within(current()).getByRole('button', { name: /^Own rule/ }));
  expect(store.getState().currentIndex).toBe(1);
});
