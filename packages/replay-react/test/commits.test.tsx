import { render } from '@testing-library/react';
import { Profiler, useEffect, useState, type ReactElement } from 'react';
import { expect, test, vi } from 'vitest';
import { createReplay, recordsSource, type ReplayStore } from '@playhead/replay-core';
import { SessionReplay } from '../src/index.ts';
import { buildRecords, type Line } from '../src/testing/build-session.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Ten seconds of playing from second 25 cross one event. */
const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' }, seconds: 1 },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1', seconds: 30 },
  { type: 'terminal_output', data: { text: '1 failed\r\n', exitCode: 1 }, call: 'c1', seconds: 55 },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1', seconds: 60 },
];
const FRAMES = 600;

/** Plays ten seconds frame by frame, each frame with a turn of its own. */
async function playTenSeconds(beside: (store: ReplayStore) => ReactElement | null = () => null): Promise<{ readonly commits: number; readonly events: number; readonly slider: number; readonly time: string }> {
  let now = 0;
  const waiting = new Set<() => void>();
  const store = createReplay(recordsSource(buildRecords(lines)), {
    now: () => now,
    frame: (callback) => {
      waiting.add(callback);
      return () => void waiting.delete(callback);
    },
  });
  await vi.waitFor(() => expect(store.getState().status).toBe('ready'));
  store.setIdle('wall');
  store.seek(25_000);
  let commits = 0;
  const { container, unmount } = render(<Profiler id="replay" onRender={() => { commits += 1; }}><SessionReplay store={store} />{beside(store)}</Profiler>);
  // Commits are counted as a browser makes them, not gathered by `act`.
  const acts: unknown = Reflect.get(globalThis, 'IS_REACT_ACT_ENVIRONMENT');
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', false);
  try {
    await vi.waitFor(() => expect(container.querySelector('[data-part=terminal]')).not.toBeNull(), { timeout: 60_000 });
    store.play();
    for (let seen = -1; seen !== commits;) { // what is loaded late may still be coming
      seen = commits;
      await vi.dynamicImportSettled();
      for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    }
    const before = { commits, index: store.getState().currentIndex };
    for (let frame = 0; frame < FRAMES; frame += 1) {
      now += 10_000 / FRAMES;
      const due = [...waiting];
      waiting.clear();
      for (const callback of due) callback();
      await nextTurn();
    }
    return {
      commits: commits - before.commits, events: store.getState().currentIndex - before.index,
      slider: Math.round(Number(container.querySelector('[role=slider]')?.getAttribute('aria-valuenow')) / 1000), time: container.querySelector('.ph-time')?.textContent ?? '',
    };
  } finally {
    unmount();
    store.close();
    Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', acts);
  }
}

async function nextTurn(): Promise<void> {
  await new Promise((done) => { setImmediate(done); });
}

test('ten seconds of playing across one event cost at most five commits, while time and playhead go on', async () => {
  const played = await playTenSeconds();
  expect(played.commits).toBeLessThanOrEqual(5);
  expect(played).toMatchObject({ events: 1, slider: 35, time: expect.stringContaining('00:35') as string }); // an asymmetric matcher stands for a text
});

test('a part that draws per frame would be counted', async () => {
  const played = await playTenSeconds((store) => <DrawnPerFrame store={store} />);
  expect(played.commits).toBeGreaterThanOrEqual(FRAMES / 2);
});

function DrawnPerFrame({ store }: { readonly store: ReplayStore }): ReactElement {
  const [time, setTime] = useState(0);
  useEffect(() => store.clock.subscribe(setTime), [store]);
  return <output>{time}</output>;
}
