import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Annotation } from '@playhead/protocol';
import { createReplay, type ReplayStore } from '@playhead/replay-core';
import { afterEach, expect, test, vi } from 'vitest';
import { ReplayRoot, type ReplayRootProps } from '../replay/ReplayRoot.tsx';
import type { ReplayAction } from '../settings/replay-settings.ts';
import { buildRecords, openReplay, type Line } from '../testing/build-session.ts';
import { Header } from './Header.tsx';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => void vi.useRealTimers());

async function show(lines: readonly Line[], props: Partial<ReplayRootProps> = {}) {
  const store = await openReplay(lines);
  render(<ReplayRoot store={store} {...props}><Header /></ReplayRoot>);
  return { store, header: screen.getByRole('banner') };
}

const update = (data: Line['data']): Line => ({ type: 'session_update', data });
const stop = (outcome: string): readonly Line[] => [{ type: 'session_stop', data: { outcome } }, { type: 'session_status', data: { status: 'completed' } }];

test.each([['success', 'Succeeded'], ['failed', 'Failed'], ['interrupted', 'Interrupted'], ['max_iterations_reached', 'Limit reached']])('says of the outcome %s: %s', async (outcome, words) => {
  const { header } = await show(stop(outcome));
  expect(within(header).getByText(words)).toBeVisible();
});

test('shows the outcome that a reviewer gives, and who, and again the recorded one once it is taken back', async () => {
  const said = (at: number, outcome: string): Annotation => ({ id: `01937d1e-0000-7000-8000-00000000000${at}`, at, author: 'Priya <b>', type: 'outcome', data: { outcome, reason: 'Broke the build' } });
  const store = await openReplay(stop('success'));
  const { rerender } = render(<ReplayRoot store={store} annotations={[said(1, 'failed')]}><Header /></ReplayRoot>);
  const header = screen.getByRole('banner');
  expect(within(header).getByText('Failed')).toBeVisible();
  expect(header).toHaveAttribute('data-outcome', 'failed');
  expect(within(header).getByText('says Priya <b>').closest('[title]')).toHaveAttribute('title', 'Broke the build');
  rerender(<ReplayRoot store={store} annotations={[said(1, 'failed'), said(2, 'none')]}><Header /></ReplayRoot>);
  expect(within(header).getByText('Succeeded')).toBeVisible();
  expect(within(header).queryByText(/^says/)).toBeNull();
});

test('says that a stopped session is still being processed', async () => {
  const { header } = await show([{ type: 'session_stop', data: {} }]);
  expect(within(header).getByText('Processing')).toBeVisible();
});

test('names agent, workspace, branch, identity and links the task', async () => {
  const { header } = await show([update({ git: { branch: 'feat/jwt-auth' }, identity: { type: 'user', subject: 'maya.chen' }, task: { id: 'API-482', title: 'API-482', url: 'https://example.org/API-482' } }), ...stop('success')]);
  for (const words of ['Claude Code', 'api-service', 'feat/jwt-auth', 'maya.chen']) expect(within(header).getByText(words)).toBeInTheDocument();
  expect(within(header).getByRole('link', { name: 'API-482' })).toHaveAttribute('href', 'https://example.org/API-482');
  expect(within(header).getByRole('link')).toHaveAttribute('rel', 'noopener nofollow');
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'mailto:a@example.org', '/relative', 'nonsense'])('does not link a task to %s', async (url) => {
  const { header } = await show([update({ task: { id: 't', title: 'Task title', url } })]);
  expect(within(header).getByText('Task title')).toBeInTheDocument();
  expect(within(header).queryByRole('link')).toBeNull();
});

test('draws the link of a task as the host wants', async () => {
  const { header } = await show([update({ task: { id: 't', title: 'T-1', url: 'https://example.org/1' } })], { components: { Link: ({ href, children }) => <a href={href} data-router="yes">{children}</a> } });
  expect(within(header).getByRole('link', { name: 'T-1' })).toHaveAttribute('data-router', 'yes');
});

test('shows markup and hidden characters of recorded names as text', async () => {
  const { header } = await show([update({ name: '<b>x</b>\u202egpj', workspaceName: '<script>1</script>' })]);
  expect(header.querySelector('b, script')).toBeNull();
  expect(within(header).getByRole('heading')).toHaveTextContent('<b>x</b>U+202Egpj');
});

test('says how long it was active, of how long in all, how many events and what it cost', async () => {
  const { header } = await show([
    { type: 'usage', data: { inputTokens: 1, outputTokens: 1, costUsd: 1.84 }, seconds: 1 }, { type: 'assistant_text', data: { text: 'x' }, seconds: 723 },
    { ...(stop('success')[0] ?? update({})), seconds: 725 }, { ...(stop('success')[1] ?? update({})), seconds: 725 },
  ]);
  expect(header).toHaveTextContent('00:03 active');
  expect(header).toHaveTextContent('of 12:05');
  expect(header).toHaveTextContent('5 events');
  expect(header).toHaveTextContent('$1.84');
});

test('measures the active time also while idle time is shown as it was', async () => {
  const { header, store } = await show([{ type: 'assistant_text', data: { text: 'x' }, seconds: 723 }, { ...(stop('success')[0] ?? update({})), seconds: 725 }]);
  const before = header.textContent;
  act(() => store.setIdle('wall'));
  expect(header.textContent).toBe(before);
});

test('says that a session is live, and when its source is lost', async () => {
  let lose: () => void = () => undefined;
  const lost = new Promise<void>((done) => { lose = done; });
  const store: ReplayStore = createReplay({
    async *open(signal) {
      yield { records: buildRecords([{ type: 'prompt', data: { text: 'x', origin: 'human' } }]), upToDate: true };
      await lost;
      yield { records: [], upToDate: true, connection: 'lost' };
      await new Promise<void>((done) => { signal.addEventListener('abort', () => done()); });
    },
  });
  render(<ReplayRoot store={store}><Header /></ReplayRoot>);
  expect(await screen.findByText('Live')).toBeVisible();
  expect(screen.getByRole('banner')).toHaveTextContent('so far');
  lose();
  expect(await screen.findByText('Reconnecting')).toBeVisible();
  expect(screen.queryByText('Live')).toBeNull();
  store.close();
});

test('copies the link of this moment and says so for two seconds', async () => {
  const actions: ReplayAction[] = [];
  await show(stop('success'), { onAction: (action) => void actions.push(action) });
  await act(async () => { await import('../replay/late-services.ts'); });
  vi.useFakeTimers();
  const button = screen.getByRole('button', { name: 'Copy link' });
  act(() => button.click());
  expect(actions).toEqual([expect.objectContaining({ type: 'copy-link' })]);
  expect(button).toHaveTextContent('Copied');
  act(() => vi.advanceTimersByTime(1900));
  expect(button).toHaveTextContent('Copied');
  act(() => vi.advanceTimersByTime(200));
  expect(button).toHaveTextContent('Copy link');
});

test('offers in its menu what the host allows, by keys, and gives the focus back', async () => {
  const actions: ReplayAction[] = [];
  const user = userEvent.setup();
  const { store } = await show(stop('success'), { can: { download: true }, onAction: (action) => void actions.push(action) });
  const button = screen.getByRole('button', { name: 'More actions' });
  await user.click(button);
  const menu = await screen.findByRole('menu', { name: 'More actions' });
  expect(within(menu).queryByRole('menuitem', { name: 'Branch from here' })).toBeNull();
  await waitFor(() => expect(within(menu).getByRole('menuitem', { name: 'Search this session' })).toHaveFocus());
  await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}');
  expect(within(menu).getByRole('menuitem', { name: 'Download recording' })).toHaveFocus();
  await user.keyboard('{Enter}');
  expect(actions).toEqual([{ type: 'download', eventId: store.getState().model.events[store.getState().currentIndex]?.id }]);
  expect(screen.queryByRole('menu')).toBeNull();
  expect(button).toHaveFocus();
  await user.keyboard('{Enter}');
  const again = await screen.findByRole('menu');
  await waitFor(() => expect(again).toContainElement(document.activeElement as HTMLElement)); // what has the focus in a page is an HTML element
  await user.keyboard('r');
  expect(screen.getByRole('menuitemradio', { name: 'Real time' })).toHaveFocus();
  await user.keyboard(' ');
  expect(store.getState().idle).toBe('wall');
  await user.keyboard('{Enter}');
  await screen.findByRole('menu');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(button).toHaveFocus();
});

test('puts what it is given before its own actions', async () => {
  const store = await openReplay(stop('success'));
  render(<ReplayRoot store={store}><Header><span>Verified</span></Header></ReplayRoot>);
  const badge = screen.getByText('Verified');
  expect(badge.compareDocumentPosition(screen.getByRole('button', { name: 'Copy link' })) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

test('says how much redaction took out, and of what, but not when nothing was', async () => {
  const { header } = await show([{ type: 'redaction', data: { policy: 'entity', found: [{ kind: 'GITHUB_TOKEN', count: 2 }] } }, { type: 'redaction', data: { policy: 'entity', found: [{ kind: 'EMAIL_ADDRESS', count: 1 }] } }]);
  expect(within(header).getByText('3 redacted').closest('[title]')).toHaveAttribute('title', '1 × email address, 2 × github token');
  cleanup();
  const { header: clean } = await show(stop('success'));
  expect(within(clean).queryByText(/redacted/)).toBeNull();
});

test('says what keeps the agent from the recording, where its header says that in a word that is known', async () => {
  const { header } = await show([update({ capture: { tier: 'gateway', protection: 'other_user' } })]);
  expect(within(header).getByText('another user')).toBeVisible();
  cleanup();
  const { header: odd } = await show([update({ capture: { tier: 'gateway', protection: 'constructor' } })]);
  expect(within(odd).queryByText('Recorded as')).toBeNull();
});
