import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PlayheadError, type ErrorCode } from '@playhead/protocol';
import { createReplay, type ReplaySource, type SourceChunk, type SourceProgress } from '@playhead/replay-core';
import { buildRecords, openReplay, type Line } from '../testing/build-session.ts';
import { SessionReplay } from './SessionReplay.tsx';

vi.setConfig({ testTimeout: 30_000 });

const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
  { type: 'file_diff', data: { path: 'a.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }] }, call: 'c2' },
];

function source(...chunks: readonly (SourceChunk | PlayheadError | 'waits')[]): ReplaySource {
  return {
    async *open(signal) {
      for (const chunk of chunks) {
        if (chunk === 'waits') await new Promise<void>((done) => { signal.addEventListener('abort', () => done()); });
        else if (chunk instanceof PlayheadError) throw chunk;
        else yield chunk;
      }
    },
  };
}

const all: SourceChunk = { records: buildRecords(lines), upToDate: true };
const MEBIBYTE = 1024 * 1024;
const failure = (code: ErrorCode): PlayheadError => new PlayheadError(code, `The recording server answered 503 at 14:32.`);

describe('while there is nothing to replay', () => {
  test('says that it loads, in the shape of a replay', () => {
    render(<SessionReplay source={source('waits')} />);
    expect(screen.getByRole('status', { name: 'Loading the session' })).toBeVisible();
  });

  test('says how much of a file has been read, before its first events and after', async () => {
    const progress = (readBytes: number): SourceProgress => ({ readBytes, totalBytes: 200 * MEBIBYTE });
    let go: () => void = () => undefined;
    const next = (): Promise<void> => new Promise((done) => { go = done; });
    render(<SessionReplay source={{
      async *open() {
        yield { records: [], upToDate: false, progress: progress(MEBIBYTE) };
        await next();
        yield { ...all, upToDate: false, progress: progress(85 * MEBIBYTE) };
        await next();
        yield { records: [], upToDate: true };
      },
    }} />);
    expect(await screen.findByText('Read 0% of 200.0 MB')).toBeVisible();
    await act(async () => go());
    expect(await screen.findByRole('progressbar', { name: 'Loading the session' })).toHaveTextContent('Read 42% of 200.0 MB');
    expect(screen.getByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
    expect(screen.queryByText('Live')).toBeNull(); // whether it goes on is said by its end
    expect(screen.queryByRole('button', { name: 'Go live' })).toBeNull();
    await act(async () => go());
    await vi.waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  });

  test('says why a session did not load, and loads it again', async () => {
    const user = userEvent.setup();
    const answers: (PlayheadError | SourceChunk)[] = [failure('server_unavailable'), all];
    const flaky: ReplaySource = { open: (signal) => source(answers.length > 1 ? answers.shift() ?? all : all).open(signal) };
    render(<SessionReplay source={flaky} />);
    expect(await screen.findByRole('alert')).toHaveTextContent('The session did not load' + 'The recording server answered 503 at 14:32.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
  });

  test.each<[ErrorCode, string]>([['forbidden', 'You can’t open this session'], ['session_not_found', 'There is no such session']])('names %s', async (code, words) => {
    const store = createReplay(source(failure(code)));
    render(<SessionReplay store={store} />);
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  test('says that a session has no events', async () => {
    render(<SessionReplay source={source({ records: [], upToDate: true })} />);
    expect(await screen.findByText('No events yet')).toBeVisible();
  });
});

test('says that a session was made private, and shows nothing of it', async () => {
  const dropped = (reason: string): SourceChunk => ({ records: [{ $r: 1, id: 'gone', p: 'owner', e: 0, n: 0, at: 1e15, type: 'session_dropped', via: 'sdk', data: { reason } }], upToDate: true });
  let go: () => void = () => undefined;
  const next = new Promise<void>((done) => { go = done; });
  const live: ReplaySource = {
    async *open() {
      yield all;
      await next;
      yield dropped('Recorded by mistake.');
    },
  };
  const { container } = render(<SessionReplay source={live} />);
  expect(await screen.findByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
  go();
  expect(await screen.findByText('This session was made private')).toBeVisible();
  expect(container.querySelector('[data-status="private"]')).toHaveTextContent('What was recorded was removed, and nothing more is kept. Recorded by mistake.');
  for (const words of ['Add JWT auth', 'npm test', 'Get the suite green']) expect(container).not.toHaveTextContent(words);
});

test('keeps what there is when the rest did not load, and offers to load it again', async () => {
  render(<SessionReplay source={source({ ...all, upToDate: false }, failure('server_unavailable'))} />);
  expect(await screen.findByText('The rest of the session did not load.')).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('says that the connection is lost, and when it is back', async () => {
  let go: () => void = () => undefined;
  const next = (): Promise<void> => new Promise((done) => { go = done; });
  const store = createReplay({
    async *open() {
      yield all;
      await next();
      yield { records: [], upToDate: true, connection: 'lost' };
      await next();
      yield { records: [], upToDate: true, connection: 'open' };
      await next();
    },
  });
  await vi.waitFor(() => expect(store.getState().status).toBe('ready'));
  render(<SessionReplay store={store} />);
  await act(async () => go());
  expect(await screen.findByText('Connection lost. Trying again.')).toBeVisible();
  await act(async () => go());
  await vi.waitFor(() => expect(screen.queryByText('Connection lost. Trying again.')).toBeNull());
});

describe('a host puts its own', () => {
  test('parts, actions and states in the place of ours', async () => {
    const store = await openReplay(lines);
    render(<SessionReplay store={store} slots={{ inspector: () => <p>Own inspector</p>, headerActions: () => <button type="button">Share</button> }} slotProps={{ events: { className: 'own' } }} layout="stacked" />);
    expect(within(screen.getByRole('region', { name: 'Inspector' })).getByText('Own inspector')).toBeVisible();
    expect(within(screen.getByRole('banner')).getByRole('button', { name: 'Share' })).toBeVisible();
    expect(document.querySelector('[data-part=events]')).toHaveClass('own');
    expect(document.querySelector('[data-part=session-replay]')).toHaveAttribute('data-layout', 'stacked');
  });

  test('error page, with the error and the way to try again', async () => {
    render(<SessionReplay source={source(failure('forbidden'))} slots={{ error: ({ error, retry }) => <button type="button" onClick={retry}>{`Own ${error?.code ?? ''}`}</button> }} />);
    expect(await screen.findByRole('button', { name: 'Own forbidden' })).toBeVisible();
  });

  test('words', async () => {
    const store = await openReplay(lines);
    render(<SessionReplay store={store} messages={{ sessionReplay: { outline: 'Gliederung' } }} />);
    expect(screen.getByRole('region', { name: 'Gliederung' })).toBeVisible();
  });
});

describe('in a replay with one pane', () => {
  test('panes and tabs are one row', async () => {
    const user = userEvent.setup();
    const store = await openReplay(lines);
    render(<SessionReplay store={store} />);
    const tabs = within(screen.getByRole('tablist', { name: 'Panes' }));
    expect(tabs.getByRole('tab', { name: /^Events ?5$/ })).toHaveAttribute('aria-selected', 'true');
    await user.click(tabs.getByRole('tab', { name: /^Diff/ }));
    expect(document.querySelector('.ph-app')).toHaveAttribute('data-pane', 'inspector');
    await user.keyboard('{Home}{ArrowRight}');
    expect(tabs.getByRole('tab', { name: 'Outline' })).toHaveFocus();
    expect(document.querySelector('.ph-app')).toHaveAttribute('data-pane', 'outline');
  });
});

test('the outline opens over the events, takes the focus, and gives it back by Escape', async () => {
  const user = userEvent.setup();
  const store = await openReplay(lines);
  render(<SessionReplay store={store} />);
  const button = screen.getByRole('button', { name: 'Open outline' });
  await user.click(button);
  const outline = screen.getByRole('region', { name: 'Outline' });
  expect(button).toHaveAttribute('aria-expanded', 'true');
  expect(outline.contains(document.activeElement)).toBe(true);
  await user.keyboard('{Escape}');
  expect(button).toHaveAttribute('aria-expanded', 'false');
  expect(button).toHaveFocus();
});

test('Escape closes the outline at once, also before the code of the commands is loaded', async () => {
  const store = await openReplay(lines);
  render(<SessionReplay store={store} />);
  const button = screen.getByRole('button', { name: 'Open outline' });
  fireEvent.click(button);
  expect(button).toHaveAttribute('aria-expanded', 'true');
  fireEvent.keyDown(screen.getByRole('region', { name: 'Outline' }), { key: 'Escape' });
  expect(button).toHaveAttribute('aria-expanded', 'false');
});

test('the outline counts what asks for a review and goes there', async () => {
  const user = userEvent.setup();
  const store = await openReplay([...lines, { type: 'needs_review', data: { title: 'Look here' } }]);
  render(<SessionReplay store={store} />);
  await user.click(await screen.findByRole('button', { name: /to review$/ }));
  const queue = await screen.findByRole('region', { name: 'Needs review' });
  expect(await within(queue).findByText('Look here')).toBeVisible();
  await vi.waitFor(() => expect(queue.contains(document.activeElement)).toBe(true));
});

describe('on a server', () => {
  afterEach(() => { vi.restoreAllMocks(); });

  test('markup becomes a page without a word in the console, in strict mode', async () => {
    const spoken = (['error', 'warn', 'log'] as const).map((level) => vi.spyOn(console, level).mockImplementation(() => undefined));
    const store = await openReplay(lines);
    const page = <StrictMode><SessionReplay store={store} /></StrictMode>;
    const html = renderToString(page);
    expect(html).toContain('Get the suite green');
    const box = document.body.appendChild(document.createElement('div'));
    box.append(document.createRange().createContextualFragment(html)); // our own markup, as a server would send it
    const recovered = vi.fn();
    const root = await act(async () => hydrateRoot(box, page, { onRecoverableError: recovered }));
    expect(within(box).getByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
    await act(async () => root.unmount());
    box.remove();
    expect(recovered).not.toHaveBeenCalled();
    for (const spy of spoken) expect(spy.mock.calls).toEqual([]);
  });

  test('markup without a store is the loading shape, and hydrates to it', async () => {
    const spoken = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const page = <SessionReplay source={source(all)} />;
    const box = document.body.appendChild(document.createElement('div'));
    box.append(document.createRange().createContextualFragment(renderToString(page))); // our own markup, as a server would send it
    expect(within(box).getByRole('status', { name: 'Loading the session' })).toBeVisible();
    const root = await act(async () => hydrateRoot(box, page));
    expect(await within(box).findByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
    await act(async () => root.unmount());
    box.remove();
    expect(spoken.mock.calls).toEqual([]);
  });
});
