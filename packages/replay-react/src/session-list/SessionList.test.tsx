import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { SessionList } from './SessionList.tsx';
import type { SessionListItem } from './session-list-item.ts';

const NOW = Date.parse('2026-11-21T14:30:00Z');
const HOUR = 3_600_000;

function session(id: string, more: Partial<SessionListItem> & { readonly ageMs?: number } = {}): SessionListItem {
  const { ageMs = HOUR, ...rest } = more;
  const startedAt = (NOW - ageMs) * 1000;
  return { sessionId: id, name: `Session ${id}`, harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api', status: 'completed', outcome: 'success', startedAt, updatedAt: startedAt + 73_000_000, events: 4, ...rest };
}

const FOUR: readonly SessionListItem[] = [
  session('a', { name: 'Add JWT auth', prompt: 'Rotate <b>tokens</b>', ageMs: 28 * 60_000 }),
  session('b', { outcome: 'failed', workspaceName: 'web', agentName: 'Cowork', ageMs: 20 * HOUR }),
  session('c', { outcome: 'interrupted', ageMs: 72 * HOUR }),
  session('d', { outcome: 'max_iterations_reached', ageMs: 400 * 24 * HOUR }),
];

const FIXED = { now: NOW, timeZone: 'UTC' };
const href = ({ sessionId }: SessionListItem): string => `/sessions/${sessionId}`;
const names = (): (string | null)[] => screen.getAllByRole('link').map((link) => link.textContent);

test('shows each session as a row with its outcome, start and duration, and markup as text', () => {
  render(<SessionList sessions={FOUR} hrefOf={href} {...FIXED} />);
  const link = screen.getByRole('link', { name: 'Add JWT auth' });
  expect(link).toHaveAttribute('href', '/sessions/a');
  const row = within(screen.getAllByRole('row')[1] as HTMLElement); // the second row is the newest session's
  for (const words of ['Succeeded', 'api', 'Claude Code', 'Rotate <b>tokens</b>', '01:13']) expect(row.getByText(words)).toBeInTheDocument();
  expect(row.getAllByText('Today, 14:02')[0]).toHaveAttribute('datetime', '2026-11-21T14:02:00.000Z');
  expect(screen.getAllByText('Yesterday, 18:30')).not.toHaveLength(0);
  expect(screen.getAllByText('17 Oct 2025')).not.toHaveLength(0);
  expect(screen.getAllByText('Limit reached')).toHaveLength(1);
});

test('calls a session whose content was removed private', () => {
  const dropped = { sessionId: 'x', name: 'x', harness: 'claude-code', agentName: 'unknown', workspaceName: 'unknown', status: 'completed', startedAt: NOW * 1000, updatedAt: NOW * 1000, events: 1, dropped: { reason: 'private' } } as const;
  render(<SessionList sessions={[...FOUR, dropped]} hrefOf={href} onCompare={() => {}} {...FIXED} />);
  expect(screen.getByRole('link', { name: 'Private session' })).toHaveAttribute('href', '/sessions/x');
  expect(screen.getByRole('checkbox', { name: 'Select Private session' })).toBeVisible();
});

test('leaves out columns of which no session knows anything, and shows those of which one does', () => {
  const { rerender } = render(<SessionList sessions={FOUR} {...FIXED} />);
  const heads = (): (string | null)[] => screen.getAllByRole('columnheader').map((head) => head.textContent);
  expect(heads()).toEqual(['Outcome', 'Session', 'Project', 'Agent', 'Started', 'Duration']);
  rerender(<SessionList sessions={[...FOUR, session('e', { costUsd: 1.84, changes: { added: 1204, removed: 186 }, tests: { passed: 20, failed: 5 }, review: 2, identity: { type: 'user', subject: 'maya.chen' } })]} {...FIXED} />);
  expect(heads()).toEqual(['Outcome', 'Session', 'Project', 'Agent', 'Identity', 'Started', 'Duration', 'Changes', 'Tests', 'Review', 'Cost']);
  for (const words of ['+1,204', '−186', '5 failed', 'maya.chen']) expect(screen.getByText(words)).toBeInTheDocument();
});

test('searches as one types, in names, prompts and projects, and says what filters left nothing', async () => {
  const user = userEvent.setup();
  render(<SessionList sessions={FOUR} hrefOf={href} {...FIXED} />);
  const search = screen.getByRole('searchbox', { name: 'Search prompts' });
  await user.type(search, 'tokens API');
  expect(names()).toEqual(['Add JWT auth']);
  await user.type(search, ' redis');
  expect(screen.getByText('No sessions match')).toBeVisible();
  expect(screen.getByText('Nothing with “tokens API redis” was recorded.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(names()).toHaveLength(4);
});

test('goes to the search with a slash and leaves it empty again with escape', async () => {
  const user = userEvent.setup();
  render(<SessionList sessions={FOUR} hrefOf={href} {...FIXED} />);
  await user.keyboard('/');
  expect(screen.getByRole('searchbox')).toHaveFocus();
  await user.keyboard('jwt/{Escape}');
  expect(screen.getByRole('searchbox')).toHaveValue('');
});

test('narrows to an outcome, a project and a period, with the count of each outcome on its button', async () => {
  const user = userEvent.setup();
  render(<SessionList sessions={FOUR} hrefOf={href} {...FIXED} />);
  const outcomes = within(screen.getByRole('group', { name: 'Outcome' }));
  expect(outcomes.getByRole('button', { name: /^All\s*4/ })).toHaveAttribute('aria-pressed', 'true');
  await user.click(outcomes.getByRole('button', { name: /^Failed\s*1/ }));
  expect(names()).toEqual(['Session b']);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Project' }), 'api');
  expect(screen.getByText('Nothing failed in api.')).toBeVisible();
  await user.click(outcomes.getByRole('button', { name: /^All/ }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Period' }), '7d');
  expect(names()).toEqual(['Add JWT auth', 'Session c']);
  expect(screen.getByText('15 – 21 Nov')).toBeInTheDocument();
});

test('sorts by a column, the other way at a second press', async () => {
  const user = userEvent.setup();
  render(<SessionList sessions={FOUR} hrefOf={href} {...FIXED} />);
  expect(screen.getByRole('columnheader', { name: 'Started' })).toHaveAttribute('aria-sort', 'descending');
  await user.click(screen.getByRole('button', { name: 'Session' }));
  expect(screen.getByRole('columnheader', { name: 'Session' })).toHaveAttribute('aria-sort', 'ascending');
  expect(names()).toEqual(['Add JWT auth', 'Session b', 'Session c', 'Session d']);
  await user.click(screen.getByRole('button', { name: 'Session' }));
  expect(names()).toEqual(['Session d', 'Session c', 'Session b', 'Add JWT auth']);
});

test('compares two ticked sessions, and has no boxes where nothing is compared', async () => {
  const user = userEvent.setup();
  const compared: (readonly string[])[] = [];
  const { rerender } = render(<SessionList sessions={FOUR} hrefOf={href} onCompare={(ids) => compared.push(ids)} {...FIXED} />);
  expect(screen.getByRole('button', { name: 'Compare' })).toBeDisabled();
  await user.click(screen.getByRole('checkbox', { name: 'Select Session b' }));
  await user.click(screen.getByRole('checkbox', { name: 'Select Add JWT auth' }));
  expect(screen.getByRole('checkbox', { name: 'Select all shown' })).toHaveAttribute('aria-checked', 'mixed');
  await user.click(screen.getByRole('button', { name: 'Compare 2' }));
  expect(compared).toEqual([['a', 'b']]);
  rerender(<SessionList sessions={FOUR} hrefOf={href} {...FIXED} />);
  expect(screen.queryByRole('checkbox')).toBeNull();
});

test('tells the host of a plain click on a session and leaves others to the browser', async () => {
  const user = userEvent.setup();
  const opened: string[] = [];
  render(<SessionList sessions={FOUR} hrefOf={href} onOpen={({ sessionId }, event) => { event.preventDefault(); opened.push(sessionId); }} {...FIXED} />);
  await user.click(screen.getByRole('link', { name: 'Session c' }));
  expect(opened).toEqual(['c']);
});

test('shows the first rows and then more, those at hand before those of the host', async () => {
  const user = userEvent.setup();
  const many = Array.from({ length: 47 }, (_, index) => session(`s${index}`, { ageMs: index * 1000 + HOUR }));
  let asked = 0;
  render(<SessionList sessions={many} hrefOf={href} pageSize={10} hasMore onMore={() => { asked++; }} {...FIXED} />);
  expect(names()).toHaveLength(10);
  expect(screen.getByText('10 of 47+ sessions')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Show 37 more' }));
  expect(names()).toHaveLength(47);
  await user.click(screen.getByRole('button', { name: 'Load older sessions' }));
  expect(asked).toBe(1);
});

test('draws few rows of ten thousand and says how many there are', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => session(`s${index}`, { ageMs: index * 1000 + HOUR }));
  render(<SessionList sessions={many} hrefOf={href} pageSize={10_000} {...FIXED} />);
  expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '10001');
  expect(names().length).toBeLessThan(120);
});

test('says that sessions are on their way, that there are none and how to start, and what failed', async () => {
  const { rerender } = render(<SessionList sessions={[]} status="loading" {...FIXED} />);
  expect(screen.getByRole('status', { name: 'Loading sessions' })).toBeVisible();
  rerender(<SessionList sessions={[]} {...FIXED} />);
  expect(screen.getByText('No sessions yet')).toBeVisible();
  expect(screen.getByText('npx playhead init claude')).toBeVisible();
  let again = 0;
  rerender(<SessionList sessions={[]} status="error" error="The recording server answered 503." onRetry={() => { again++; }} {...FIXED} />);
  expect(screen.getByRole('alert')).toHaveTextContent('The recording server answered 503.');
  await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
  expect(again).toBe(1);
  rerender(<SessionList sessions={FOUR} hrefOf={href} status="error" error="The recording server answered 503." {...FIXED} />);
  expect(screen.getByText('This list is not up to date.')).toBeVisible();
  expect(names()).toHaveLength(4);
});

test('adds up sessions, their success, time and cost', () => {
  render(<SessionList sessions={[...FOUR, session('e', { costUsd: 2 })]} {...FIXED} />);
  const figure = (name: string): HTMLElement => screen.getByRole('group', { name });
  expect(figure('Sessions')).toHaveTextContent('5');
  expect(figure('Success rate')).toHaveTextContent('40%');
  expect(figure('Average duration')).toHaveTextContent('01:13');
  expect(figure('Cost')).toHaveTextContent('$2.00');
  expect(figure('Success by project')).toHaveTextContent('api50%web0%');
});

test('shows hidden characters of names by their code point', () => {
  render(<SessionList sessions={[session('x', { name: 'safe\u202etxt.exe' })]} hrefOf={href} {...FIXED} />);
  expect(screen.getByRole('link')).toHaveTextContent('safeU+202Etxt.exe');
});

test('draws the same on a server and in the first paint', async () => {
  const list = <SessionList sessions={FOUR} hrefOf={href} timeZone="UTC" />;
  const host = document.createElement('div');
  document.body.append(host);
  host.append(document.createRange().createContextualFragment(renderToString(list)));
  const faults: unknown[] = [];
  const root = hydrateRoot(host, list, { onRecoverableError: (error) => faults.push(error) });
  await act(async () => undefined);
  expect(faults).toEqual([]);
  act(() => root.unmount());
  host.remove();
});

test('speaks the words and writes the numbers of the host', () => {
  render(<SessionList sessions={FOUR} locale="de" messages={{ label: 'Sitzungen', today: (time) => `Heute, ${time}` }} {...FIXED} />);
  expect(screen.getByRole('heading', { name: 'Sitzungen' })).toBeVisible();
  expect(screen.getAllByText('Heute, 14:02')).not.toHaveLength(0);
});

test('narrows to sessions with something to review, and says how much of it is left', async () => {
  const user = userEvent.setup();
  const { rerender } = render(<SessionList sessions={FOUR} hrefOf={href} {...FIXED} />);
  expect(screen.queryByRole('button', { name: /Needs review/ })).toBeNull();
  rerender(<SessionList sessions={[session('a', { review: 2, reviewAll: 5 }), session('b', { review: 0, reviewAll: 3 }), session('c')]} hrefOf={href} {...FIXED} />);
  const filter = screen.getByRole('button', { name: /Needs review/ });
  expect(filter).toHaveTextContent('Needs review1');
  expect(screen.getByTitle('2 of 5 to review')).toHaveTextContent('2');
  await user.click(filter);
  expect(filter).toHaveAttribute('aria-pressed', 'true');
  expect(names()).toEqual(['Session a']);
  await user.type(screen.getByRole('searchbox'), 'nowhere');
  expect(screen.getByText('Nothing that needs a review with “nowhere” was recorded.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(names()).toHaveLength(3);
});

test('narrows to sessions whose witnesses disagree, where there are such', async () => {
  const user = userEvent.setup();
  const { rerender } = render(<SessionList sessions={[session('a', { agreement: 'agree' }), session('b')]} hrefOf={href} {...FIXED} />);
  expect(screen.queryByRole('button', { name: /Witnesses disagree/ })).toBeNull();
  rerender(<SessionList sessions={[session('a', { agreement: 'agree' }), session('b'), session('c', { agreement: 'disagree' })]} hrefOf={href} {...FIXED} />);
  const filter = screen.getByRole('button', { name: /Witnesses disagree/ });
  expect(filter).toHaveTextContent('Witnesses disagree1');
  await user.click(filter);
  expect(filter).toHaveAttribute('aria-pressed', 'true');
  expect(names()).toEqual(['Session c']);
  await user.type(screen.getByRole('searchbox'), 'nowhere');
  expect(screen.getByText('Nothing with “nowhere” whose witnesses disagree was recorded.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(names()).toHaveLength(3);
});

test('narrows to sessions with a recorded terminal, where there are such', async () => {
  const user = userEvent.setup();
  const { rerender } = render(<SessionList sessions={[session('a'), session('b')]} hrefOf={href} {...FIXED} />);
  expect(screen.queryByRole('button', { name: /Terminal/ })).toBeNull();
  rerender(<SessionList sessions={[session('a', { terminals: 2 }), session('b')]} hrefOf={href} {...FIXED} />);
  const filter = screen.getByRole('button', { name: /Terminal/ });
  expect(filter).toHaveTextContent('Terminal1');
  await user.click(filter);
  expect(filter).toHaveAttribute('aria-pressed', 'true');
  expect(names()).toEqual(['Session a']);
  await user.type(screen.getByRole('searchbox'), 'nowhere');
  expect(screen.getByText('Nothing in a terminal with “nowhere” was recorded.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(names()).toHaveLength(2);
});

test('shows flags and tags of reviewers, and narrows to a tag', async () => {
  const user = userEvent.setup();
  const odd = { tags: 'none' } as unknown as Partial<SessionListItem>; // a recorded header may hold anything
  render(<SessionList sessions={[session('a', { flagged: true, tags: ['auth', '<b>odd</b>'] }), session('b', { tags: ['auth'] }), session('c'), session('d', odd)]} hrefOf={href} {...FIXED} />);
  expect(screen.getAllByText('Flagged')).toHaveLength(1);
  expect(within(screen.getByRole('table')).getAllByText('auth')).toHaveLength(2);
  const filter = screen.getByRole('combobox', { name: 'Tag' });
  await user.selectOptions(filter, '<b>odd</b>');
  expect(names()).toEqual(['Session a']);
  await user.selectOptions(filter, 'auth');
  expect(names()).toEqual(['Session a', 'Session b']);
});

test('says of each choice how many sessions it would leave, and keeps choices that would leave none', async () => {
  const user = userEvent.setup();
  const sessions = [session('a', { project: 'shop', task: { id: 'T-1', title: 'Sign in' } }), session('b', { project: 'shop', outcome: 'failed' }), session('c', { project: 'site', harness: 'codex', agentName: 'Codex' })];
  render(<SessionList sessions={sessions} hrefOf={href} {...FIXED} />);
  const choices = (name: string): (string | null)[] => within(screen.getByRole('combobox', { name })).getAllByRole('option').map((option) => option.textContent);
  expect([choices('Project'), choices('Task')]).toEqual([['All projects', 'shop (2)', 'site (1)'], ['Any task', 'Sign in (1)']]);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Harness' }), 'claude-code');
  expect([choices('Project'), choices('Harness')]).toEqual([['All projects', 'shop (2)', 'site (0)'], ['Any harness', 'claude-code (2)', 'codex (1)']]);
  await user.click(screen.getByRole('button', { name: /^Failed/ }));
  expect([names(), choices('Harness')]).toEqual([['Session b'], ['Any harness', 'claude-code (1)', 'codex (0)']]);
});

test('shows the counts of the host where it has not all sessions, and says how many there are', () => {
  render(<SessionList sessions={FOUR} hrefOf={href} hasMore facets={{ sessions: 9000, ofAnyOutcome: 12_000, outcomes: { failed: 4000 }, project: [{ value: 'api', count: 7000 }, { value: 'other', count: 5000 }], pinned: 3, toReview: 12 }} {...FIXED} />);
  expect(within(screen.getByRole('group', { name: 'Figures' })).getByRole('group', { name: 'Sessions' })).toHaveTextContent('12,000figures of 4');
  expect(screen.getByRole('button', { name: /^Failed/ })).toHaveTextContent('4,000');
  expect(screen.getByRole('button', { name: /^Pinned/ })).toHaveTextContent('3');
  expect(within(screen.getByRole('combobox', { name: 'Project' })).getByRole('option', { name: 'other (5,000)' })).toBeInTheDocument();
  expect(screen.getByText('4 of 9,000 sessions')).toBeVisible();
});

test('pins a session where one may, says which are pinned, and narrows to them', async () => {
  const user = userEvent.setup();
  const pins: [string, boolean][] = [];
  const sessions = [session('a', { pinned: true }), session('b')];
  const { rerender } = render(<SessionList sessions={sessions} hrefOf={href} onPin={({ sessionId }, pinned) => pins.push([sessionId, pinned])} {...FIXED} />);
  await user.click(screen.getByRole('button', { name: 'Keep Session b', pressed: false }));
  await user.click(screen.getByRole('button', { name: 'Keep Session a', pressed: true }));
  expect(pins).toEqual([['b', true], ['a', false]]);
  await user.click(screen.getByRole('button', { name: /^Pinned/ }));
  expect(names()).toEqual(['Session a']);
  rerender(<SessionList sessions={sessions} hrefOf={href} {...FIXED} />);
  expect(screen.queryByRole('button', { name: /^Keep/ })).toBeNull();
  expect(screen.getByTitle('Pinned')).toBeVisible();
});

test('shows rounds and sizes where they are known, and sorts by them', async () => {
  const user = userEvent.setup();
  render(<SessionList sessions={[session('a', { iterations: 3, bytes: 2048 }), session('b', { bytes: 4_000_000 })]} hrefOf={href} {...FIXED} />);
  await user.click(screen.getByRole('button', { name: 'Size' }));
  expect(names()).toEqual(['Session b', 'Session a']);
  await user.click(screen.getByRole('button', { name: 'Iterations' }));
  expect(names()).toEqual(['Session a', 'Session b']);
});
