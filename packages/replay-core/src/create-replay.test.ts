import type { SessionRecord } from '@playhead/protocol';
import { expect, test, vi } from 'vitest';
import { createReplay, type ReplayOptions } from './create-replay.ts';
import type { ReplayStore } from './replay-store.ts';
import { beginsWith } from './model/list-view.ts';
import type { ReplayEvent } from './model/types.ts';
import { recordsSource } from './source/records-source.ts';
import type { ReplaySource, SourceChunk } from './source/source.ts';
import { recordBuilder, sampleSession } from './test-support/build-records.ts';

/** A time that only the test moves. */
function handTime(): ReplayOptions & { pass(ms: number): void } {
  let time = 0;
  let waiting: (() => void) | undefined;
  return {
    now: () => time,
    frame: (callback) => { waiting = callback; return () => { waiting = undefined; }; },
    pass(ms) { time += ms; const due = waiting; waiting = undefined; due?.(); },
  };
}

function liveSource(): { source: ReplaySource; send(records: readonly SessionRecord[]): void; end(): void } {
  const chunks: (SourceChunk | undefined)[] = [];
  let wake = (): void => undefined;
  const push = (chunk: SourceChunk | undefined): void => { chunks.push(chunk); wake(); };
  return {
    source: {
      async *open(signal) {
        while (!signal.aborted) {
          while (chunks.length > 0) { const chunk = chunks.shift(); if (!chunk) return; yield chunk; }
          await new Promise<void>((resolve) => { wake = resolve; });
        }
      },
    },
    send: (records) => push({ records, upToDate: true }),
    end: () => push(undefined),
  };
}

const ready = async (replay: ReplayStore): Promise<void> => vi.waitFor(() => expect(replay.getState().status).toBe('ready'));

test('a finished session opens at its start, stopped', async () => {
  const replay = createReplay(recordsSource(sampleSession()));
  await ready(replay);
  await vi.waitFor(() => expect(replay.getState().live).toBe(false));
  expect(replay.getState()).toMatchObject({ currentIndex: 0, playing: false, follow: 'detached', unseen: 0 });
  expect(replay.clock.now()).toBe(0);
});

test('playing walks through the events and stops at the end; views hear only of changed events', async () => {
  const time = handTime();
  const replay = createReplay(recordsSource(sampleSession()), time);
  await ready(replay);
  await vi.waitFor(() => expect(replay.getState().live).toBe(false));
  const heard = vi.fn<() => void>();
  const ticks = vi.fn<(timeMs: number) => void>();
  replay.play();
  replay.subscribe(heard);
  replay.clock.subscribe(ticks);
  for (let frame = 0; frame < 60; frame += 1) time.pass(16);
  expect(heard).toHaveBeenCalledTimes(0);
  expect(ticks).toHaveBeenCalledTimes(60);
  time.pass(100);
  expect(replay.getState().currentIndex).toBe(1);
  time.pass(60_000);
  expect(replay.getState()).toMatchObject({ currentIndex: replay.getState().model.events.length - 1, playing: false });
});

test('a running session is followed until the user moves, then counts what is unseen', async () => {
  const [records, live] = [sampleSession(), liveSource()];
  const replay = createReplay(live.source);
  live.send(records.slice(0, 10));
  await ready(replay);
  expect(replay.getState()).toMatchObject({ live: true, follow: 'following', currentIndex: 9 });
  live.send(records.slice(10, 12));
  await vi.waitFor(() => expect(replay.getState().currentIndex).toBe(11));
  replay.seek(3000);
  live.send(records.slice(12, 15));
  await vi.waitFor(() => expect(replay.getState().unseen).toBe(3));
  expect(replay.getState()).toMatchObject({ follow: 'detached', currentIndex: 3 });
  expect(replay.clock.now()).toBe(3000);
  replay.follow();
  expect(replay.getState()).toMatchObject({ follow: 'following', unseen: 0, currentIndex: 14 });
});

test('events that arrive never stop playing; a late one leaves the playhead on its event', async () => {
  const [time, records, live] = [handTime(), sampleSession(), liveSource()];
  const replay = createReplay(live.source, time);
  live.send(records.slice(0, 10).filter((_, index) => index !== 2));
  await ready(replay);
  replay.select('p1-5');
  replay.play();
  live.send([records[2], records[10]].filter((record) => record !== undefined));
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(11));
  expect(replay.getState()).toMatchObject({ playing: true, currentIndex: 5, selectedId: 'p1-5', unseen: 2 });
  time.pass(1001);
  expect(replay.getState().currentIndex).toBe(6);
});

test('a live session that is played to its end waits there and goes on', async () => {
  const [time, records, live] = [handTime(), sampleSession(), liveSource()];
  const replay = createReplay(live.source, time);
  live.send(records.slice(0, 5));
  await ready(replay);
  replay.seek(0);
  replay.play();
  time.pass(20_000);
  expect(replay.getState()).toMatchObject({ playing: true, currentIndex: 4 });
  live.send(records.slice(5, 8));
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(8));
  time.pass(1500);
  expect(replay.getState()).toMatchObject({ playing: true, currentIndex: 5 });
});

test('a link to an event opens there, also in a running session', async () => {
  const live = liveSource();
  const replay = createReplay(live.source, { at: 'p1-4' });
  live.send(sampleSession().slice(0, 10));
  await ready(replay);
  expect(replay.getState()).toMatchObject({ selectedId: 'p1-4', currentIndex: 4, follow: 'detached' });
  expect(replay.clock.now()).toBe(4000);
});

test('stepping goes from event to event and from error to error', async () => {
  const replay = createReplay(recordsSource(sampleSession()));
  await ready(replay);
  replay.step(2);
  expect(replay.getState().currentIndex).toBe(2);
  replay.stepError(1);
  const first = replay.getState().currentIndex;
  replay.stepError(1);
  expect([first, replay.getState().currentIndex]).toEqual([3, 18]);
  replay.stepError(-1);
  expect(replay.getState().selectedId).toBe('p1-3');
  replay.select(undefined);
  expect(replay.getState().selectedId).toBeUndefined();
});

test('another way of showing idle time keeps the playhead where it is in the session', async () => {
  const record = recordBuilder();
  const replay = createReplay(recordsSource([record('milestone', { title: 'a' }), record('milestone', { title: 'b' }, { at: 1_763_683_800_000_000 }), record('milestone', { title: 'c' }, { at: 1_763_683_801_000_000 })]));
  await ready(replay);
  replay.select('p1-1');
  expect(replay.clock.now()).toBe(400);
  replay.setIdle('wall');
  expect(replay.clock.now()).toBe(600_000);
  expect(replay.getState()).toMatchObject({ currentIndex: 1, idle: 'wall' });
});

test('a session of which the rest did not load stands at its first event', async () => {
  const half = (lost: Promise<never>): ReplaySource => ({ async *open() { yield { records: sampleSession(), upToDate: false }; await lost; } });
  let lose = (_reason: Error): void => undefined;
  const lost = (): Promise<never> => new Promise((_resolve, reject) => { lose = reject; });
  const replay = createReplay(half(lost()));
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBeGreaterThan(3));
  lose(new Error('gone'));
  await vi.waitFor(() => expect(replay.getState().status).toBe('error'));
  expect(replay.getState().currentIndex).toBe(0);
  expect(replay.clock.now()).toBe(0);
  const moved = createReplay(half(lost()));
  await vi.waitFor(() => expect(moved.getState().model.events.length).toBeGreaterThan(3));
  moved.select(moved.getState().model.events[3]?.id);
  lose(new Error('gone'));
  await vi.waitFor(() => expect(moved.getState().status).toBe('error'));
  expect(moved.getState().currentIndex).toBe(3);
});

test('while a long recording loads, what is shown only goes on, though records come a little late at every border of its pieces', async () => {
  const record = recordBuilder();
  const records = Array.from({ length: 200 }, (_, index) => record('milestone', { title: String(index) }, { at: 1_763_683_200_000_000 + index * 1000 }));
  const pieces = Array.from({ length: 20 }, (_, piece) => records.slice(piece * 10, piece * 10 + 10));
  for (let piece = 0; piece + 1 < pieces.length; piece += 2) {
    const [before, after] = [pieces[piece], pieces[piece + 1]];
    const [last, first] = [before?.pop(), after?.shift()];
    if (last && first) {
      before?.push(first);
      after?.unshift(last);
    }
  }
  const replay = createReplay({ async *open() { for (const [index, piece] of pieces.entries()) yield { records: piece, upToDate: index === pieces.length - 1 }; } });
  const shown: (readonly ReplayEvent[])[] = [];
  replay.subscribe(() => {
    const { events } = replay.getState().model;
    if (events.length > (shown.at(-1)?.length ?? 0)) shown.push(events);
  });
  await ready(replay);
  expect([shown.at(-1)?.length, shown.length > 3]).toEqual([200, true]);
  const anew = shown.filter((events, index) => !beginsWith(shown[index + 1] ?? events, events));
  expect(anew.map(({ length }) => length)).toEqual([10]); // what is shown at once; all that follows waits until nothing comes before it
});

test.each([
  ['one that is over stands at its beginning', [], [0, 0, 0]],
  ['one that goes on stands there until all of it was read, then at its live end', [], [0, 0, 2]],
  ['who has gone on stays there', [1], [0, 1, 1]],
] as const)('while a recording loads: %s', async (title, gone, expected) => {
  const live = title.includes('goes on');
  const record = recordBuilder();
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => { end = resolve; });
  const replay = createReplay({
    async *open(signal) {
      yield { records: [record('milestone', { title: 'a' }), record('milestone', { title: 'b' })], upToDate: false };
      await over;
      yield { records: [record('milestone', { title: 'c' })], upToDate: live };
      if (live) await new Promise<void>((resolve) => { signal.addEventListener('abort', () => resolve()); });
    },
  });
  const seen: number[] = [];
  const look = (): void => void seen.push(replay.getState().currentIndex);
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(2));
  look();
  if (gone.length > 0) replay.step(1);
  look();
  end();
  await ready(replay);
  look();
  expect(seen).toEqual(expected);
  expect(replay.getState().follow).toBe(live ? 'following' : 'detached');
  replay.close();
});

test('the longer a recording is, the more of it is shown at once while it loads', async () => {
  const record = recordBuilder();
  const pieces = Array.from({ length: 60 }, (_, piece) => Array.from({ length: 1000 }, (_event, index) => record('milestone', { title: String(piece) }, { at: 1_763_683_200_000_000 + (piece * 1000 + index) * 1000 })));
  const replay = createReplay({ async *open() { for (const [index, records] of pieces.entries()) yield { records, upToDate: index === pieces.length - 1 }; } });
  const shown: number[] = [];
  replay.subscribe(() => {
    const { length } = replay.getState().model.events;
    if (length > (shown.at(-1) ?? 0)) shown.push(length);
  });
  await ready(replay);
  const steps = shown.slice(0, -1).map((length, index) => length - (shown[index - 1] ?? 0)); // the last is what was left; the first are as many again
  expect(steps.at(-1)).toBeGreaterThan(1.3 * (steps[4] ?? 0));
});

test('a source that fails shows as an error and keeps what was read', async () => {
  const replay = createReplay({ async *open() { yield { records: sampleSession(), upToDate: true }; throw new Error('gone'); } });
  await vi.waitFor(() => expect(replay.getState().status).toBe('error'));
  expect(replay.getState().error?.code).toBe('internal');
  expect(replay.getState().model.turns.length).toBe(2);
});

test('a large text is loaded once, and again after it failed', async () => {
  let loads = 0;
  const blob = { $blob: `sha256-${'0'.repeat(64)}`, size: 3, encoding: 'text' as const };
  const replay = createReplay(recordsSource([], { text: async () => { loads += 1; if (loads === 1) throw new Error('no'); return 'abc'; } }));
  await expect(replay.text(blob)).rejects.toThrow('no');
  expect([await replay.text(blob), await replay.text(blob), loads]).toEqual(['abc', 'abc', 2]);
});

test('whoever goes somewhere while a session is read stays there when the rest has come, to the millisecond', async () => {
  const records = sampleSession();
  for (const options of [{}, { at: 'p1-2' }]) {
    let rest = (): void => undefined;
    const replay = createReplay({
      async *open() {
        yield { records: records.slice(0, 12), upToDate: false };
        await new Promise<void>((done) => { rest = done; });
        yield { records: records.slice(12), upToDate: true };
      },
    }, { idle: 'wall', ...options });
    await vi.waitFor(() => expect(replay.getState().model.events.length).toBeGreaterThan(5));
    const { model: { events }, timeMap } = replay.getState();
    const between = timeMap.toVirtual(((events[4]?.record.at ?? 0) + (events[5]?.record.at ?? 0)) / 2);
    replay.seek(between);
    rest();
    await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready', live: false }));
    expect(replay.clock.now()).toBeCloseTo(between, 2);
    expect(replay.getState().currentIndex).toBe(4);
    replay.close();
  }
});
