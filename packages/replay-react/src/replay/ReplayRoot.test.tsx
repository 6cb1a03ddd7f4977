import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createReplay, type ReplayLocation, type ReplaySource, type ReplayStore } from '@playhead/replay-core';
import { buildRecords, openReplay, type Line } from '../testing/build-session.ts';
import type { InspectorTab } from '../view/replay-view.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { ReplayRoot, useReplayState } from './ReplayRoot.tsx';
import type { ReplayRootProps } from './root-props.ts';

vi.setConfig({ testTimeout: 30_000 });

const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
  { type: 'assistant_text', data: { text: 'It fails' } },
];

/** A session that goes on: its records so far are there, its end is not. */
function liveSource(): ReplaySource {
  return {
    async *open(signal) {
      yield { records: buildRecords(lines), upToDate: true };
      await new Promise<void>((done) => { signal.addEventListener('abort', () => done()); });
    },
  };
}

async function openLive(): Promise<ReplayStore> {
  const store = createReplay(liveSource());
  await vi.waitFor(() => expect(store.getState().status).toBe('ready'));
  return store;
}

function Probe(): ReactElement {
  const { event, follow } = useReplayState(({ model, currentIndex, follow: how }) => ({ event: model.events[currentIndex]?.id, follow: how }));
  const { tab } = useReplayView();
  const { setTab } = useReplayViewActions();
  return <><output aria-label="event">{event}</output><output aria-label="follow">{follow}</output><output aria-label="tab">{tab}</output><button type="button" onClick={() => setTab('diff')}>Diff</button></>;
}

const said = (name: string): string | null => screen.getByLabelText(name).textContent;

function show(props: Omit<ReplayRootProps, 'children'>) {
  return render(<ReplayRoot {...props}><Probe /></ReplayRoot>);
}

beforeEach(() => { window.history.replaceState(null, '', '/sessions/s1'); });
afterEach(cleanup);

describe('a value that the host holds', () => {
  test.each<[string, Partial<ReplayRootProps>, (store: ReplayStore) => void, (store: ReplayStore) => unknown, string]>([
    ['rate', { rate: 2 }, (store) => store.setRate(8), (store) => store.getState().rate, 'onRateChange'],
    ['idle', { idle: 'wall' }, (store) => store.setIdle('even'), (store) => store.getState().idle, 'onIdleChange'],
    ['playing', { playing: false }, (store) => store.play(), (store) => store.getState().playing, 'onPlayingChange'],
    ['query', { query: 'npm' }, (store) => store.setQuery('other'), (store) => store.getState().query, 'onQueryChange'],
    ['filter', { filter: { kinds: ['command'] } }, (store) => store.setFilter({}), (store) => store.getState().filter, 'onFilterChange'],
    ['range', { range: { from: 1_760_000_001_000_000, to: 1_760_000_003_000_000 } }, (store) => store.setRange(undefined), (store) => store.getState().range, 'onRangeChange'],
    ['selection', { selectedId: 'r2' }, (store) => store.select('r3'), (store) => store.getState().selectedId, 'onSelect'],
    ['no selection', { selectedId: null }, (store) => store.select('r3'), (store) => store.getState().selectedId, 'onSelect'],
    ['time', { time: 2000 }, (store) => store.seek(3500), (store) => store.clock.now(), 'onTimeChange'],
  ])('%s stays as it is when a change is not adopted, and the host hears of the change', async (_name, props, change, read, event) => {
    const store = await openReplay(lines);
    const heard = vi.fn();
    show({ store, ...props, [event]: heard });
    const before = read(store);
    act(() => change(store));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    expect(read(store)).toEqual(before);
  });

  test('changes when the host adopts the change', async () => {
    const store = await openReplay(lines);
    function Host(): ReactElement {
      const [rate, setRate] = useState(1);
      const [id, setId] = useState<string | null>(null);
      return <ReplayRoot store={store} rate={rate} onRateChange={setRate} selectedId={id} onSelect={(to) => setId(to ?? null)}><Probe /></ReplayRoot>;
    }
    render(<Host />);
    act(() => store.setRate(4));
    act(() => store.select('r3'));
    expect(store.getState()).toMatchObject({ rate: 4, selectedId: 'r3' });
  });

  test('goes where the host moves it', async () => {
    const store = await openReplay(lines);
    const view = show({ store, selectedId: 'r1', tab: 'raw' });
    expect(said('event')).toBe('r1');
    view.rerender(<ReplayRoot store={store} selectedId="r4" tab="tests"><Probe /></ReplayRoot>);
    expect(said('event')).toBe('r4');
    expect(said('tab')).toBe('tests');
  });

  test('keeps its tab until the host adopts another', async () => {
    const heard = vi.fn<(tab: InspectorTab) => void>();
    show({ store: await openReplay(lines), tab: 'raw', onTabChange: heard });
    fireEvent.click(screen.getByRole('button', { name: 'Diff' }));
    expect(heard).toHaveBeenCalledWith('diff');
    expect(said('tab')).toBe('raw');
  });
});

test('begins with the defaults of the host and then goes its own way', async () => {
  const store = await openReplay(lines);
  show({ store, defaultRate: 4, defaultIdle: 'even', defaultQuery: 'npm', defaultSelectedId: 'r2', defaultTab: 'files' });
  expect(store.getState()).toMatchObject({ rate: 4, idle: 'even', query: 'npm', selectedId: 'r2' });
  expect(said('tab')).toBe('files');
  act(() => store.setRate(1));
  expect(store.getState().rate).toBe(1);
});

describe('a live session', () => {
  test('is followed when nothing is asked for', async () => {
    show({ store: await openLive() });
    expect([said('event'), said('follow')]).toEqual(['r4', 'following']);
  });

  test.each<[string, Partial<ReplayRootProps>]>([
    ['a location', { defaultLocation: { e: 'r2' } }], ['a selected event', { defaultSelectedId: 'r2' }], ['a controlled location', { location: { e: 'r2' } }], ['a time', { defaultTime: 2000 }],
  ])('opens detached at %s that was asked for', async (_name, props) => {
    show({ source: liveSource(), ...props });
    await screen.findByLabelText('event');
    await vi.waitFor(() => expect([said('event'), said('follow')]).toEqual(['r2', 'detached']));
  });
});

describe('the time', () => {
  test('is told at most ten times a second and once more when the playhead settles', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const store = await openReplay(lines);
      const heard = vi.fn<(time: number) => void>();
      show({ store, onTimeChange: heard });
      for (let time = 100; time <= 3000; time += 100) store.seek(time);
      expect(heard.mock.calls).toEqual([[100]]);
      vi.advanceTimersByTime(100);
      expect(heard.mock.calls).toEqual([[100], [3000]]);
      vi.advanceTimersByTime(1000);
      expect(heard).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the address', () => {
  test('is left alone without syncUrl, also when the page has a hash', async () => {
    window.history.replaceState(null, '', '#e=r3');
    const store = await openReplay(lines);
    show({ store });
    expect(said('event')).toBe('r4');
    act(() => store.select('r2'));
    expect(window.location.hash).toBe('#e=r3');
  });

  test('opens the moment, tab, search and range that its hash names', async () => {
    window.history.replaceState(null, '', '#e=r3&tab=diff&q=npm&r=1000-3000');
    const store = await openReplay(lines);
    show({ store, syncUrl: true });
    expect([said('event'), said('tab')]).toEqual(['r3', 'diff']);
    expect(store.getState()).toMatchObject({ query: 'npm', range: { from: 1_760_000_001_000_000, to: 1_760_000_003_000_000 } });
  });

  test('follows the user without entries in the history, and does not while playing', async () => {
    const store = await openReplay(lines);
    show({ store, syncUrl: true });
    const entries = window.history.length;
    act(() => store.select('r2'));
    expect(window.location.hash).toBe('#e=r2');
    fireEvent.click(screen.getByRole('button', { name: 'Diff' }));
    expect(window.location.hash).toBe('#e=r2&tab=diff');
    act(() => store.play());
    act(() => store.step(1));
    expect(window.location.hash).toBe('#e=r2&tab=diff');
    expect(window.history.length).toBe(entries);
  });

  test.each<[string, (store: ReplayStore) => void]>([['by a click', (store) => store.select('r2')], ['by keys', (store) => store.step(2)]])('takes nobody away who went elsewhere %s while the session was read', async (_how, goElsewhere) => {
    window.history.replaceState(null, '', '#e=r4');
    let rest = (): void => undefined;
    const store = createReplay({
      async *open() {
        yield { records: buildRecords(lines).slice(0, 3), upToDate: false };
        await new Promise<void>((done) => { rest = done; });
        yield { records: buildRecords(lines).slice(3), upToDate: true };
      },
    });
    await vi.waitFor(() => expect(store.getState().model.events.length).toBeGreaterThan(2));
    show({ store, syncUrl: true });
    act(() => goElsewhere(store));
    await act(async () => {
      rest();
      await vi.waitFor(() => expect(store.getState().status).toBe('ready'));
    });
    expect(said('event')).toBe('r2');
    expect(window.location.hash).toBe('#e=r2');
  });

  test('goes where the hash of the page is changed to', async () => {
    const store = await openReplay(lines);
    show({ store, syncUrl: true });
    window.location.hash = '#e=r3&tab=raw';
    await vi.waitFor(() => expect([said('event'), said('tab')]).toEqual(['r3', 'raw']));
  });

  test('is told to a host that keeps its own, and undone when it does not adopt it', async () => {
    const store = await openReplay(lines);
    const heard = vi.fn<(location: ReplayLocation) => void>();
    show({ store, location: { e: 'r1' }, onLocationChange: heard });
    act(() => store.select('r3'));
    expect(heard.mock.calls).toEqual([[{ e: 'r3' }]]);
    expect(said('event')).toBe('r1');
  });

  test('opens at a time when it names no event', async () => {
    show({ store: await openReplay(lines), defaultLocation: { t: 2500 } });
    expect(said('event')).toBe('r2');
  });
});

test('gives direction, theme and density to its element', async () => {
  show({ store: await openReplay(lines), dir: 'rtl', theme: 'dark', density: 'compact' });
  const root = document.querySelector('[data-ph]');
  expect(root).toHaveAttribute('dir', 'rtl');
  expect(root).toHaveAttribute('data-theme', 'dark');
  expect(root).toHaveAttribute('data-density', 'compact');
});
