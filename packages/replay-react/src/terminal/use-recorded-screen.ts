'use client';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { ReplayStore, TerminalTrack } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import type { SafeUrl } from '../markdown/safe-url.ts';
import { useReplayStore } from '../replay/StoreContext.tsx';
import type { openRecordedScreen as OpenRecordedScreen, RecordedScreen } from './recorded-screen.ts';
import { tellPreparing } from './tell-preparing.ts';
import { createTrackPlayer, type PlayerStatus, type TrackPlayer, type TypedPiece } from './track-player.ts';

/** A screen that is being opened or stands at the playhead. */
export interface ShownScreen {
  readonly status: Exclude<PlayerStatus['kind'], 'waiting'>;
  /** How much was read, in whole percent, of what has to be before the screen can be shown; absent where nobody waits for long. */
  readonly preparing: number | undefined;
  /** What is on the screen; absent until it is open. */
  readonly screen: RefObject<RecordedScreen | undefined>;
  readonly retry: () => void;
  /**
   * Calls back when the screen shows a moment, to two microseconds; only for the last one asked for. Where that says false, what stood above is fetched
   * and it is called once more: what is printed fast has scrolled away in the moment that it is there.
   */
  readonly whenShown: (at: number, listener: () => boolean) => void;
}

/** Virtual time is no whole number: on the way there and back a moment moves by this. */
const ROUNDING_US = 2;

/** Up to when a terminal is to be shown: everything at the end of a session, and while a live one is followed. */
export function wantedAt(store: ReplayStore): number {
  const { live, follow, timeMap } = store.getState();
  const now = store.clock.now();
  return (live && follow === 'following') || now >= timeMap.durationMs ? Infinity : timeMap.toWall(now);
}

/** Opens the screen of a track in an element and keeps it at the playhead. React hears when it is there or fails, not per frame. */
export function useRecordedScreen(element: RefObject<HTMLElement | null>, track: TerminalTrack | undefined, onInput: (piece: TypedPiece) => void, onTypedBefore: (pieces: readonly TypedPiece[]) => void, onLink: (link: SafeUrl) => void): ShownScreen {
  const store = useReplayStore();
  const [status, setStatus] = useState<ShownScreen['status']>('opening');
  const [preparing, setPreparing] = useState<number>();
  const screen = useRef<RecordedScreen>(undefined);
  const player = useRef<TrackPlayer>(undefined);
  const waiting = useRef<{ readonly at: number; readonly listener: () => boolean }>(undefined);
  const input = useLatest(onInput);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (!target || !track || typeof ResizeObserver === 'undefined') return;
    const stops: (() => void)[] = [() => { [screen.current, player.current] = [undefined, undefined]; }];
    let gone = false;
    let shownAt: number | undefined;
    /** The moment of which all that stood above is there: there is no more of it. */
    let whole: number | undefined;
    const waits = tellPreparing(track, setPreparing);
    stops.push(() => waits.close());
    const onStatus = (next: PlayerStatus): void => {
      waits.waitFor(next.kind === 'waiting' ? next.to : undefined);
      if (next.kind === 'waiting') return;
      setStatus(next.kind);
      shownAt = next.kind === 'shown' ? next.at : undefined;
      if (shownAt !== whole) whole = undefined;
      const { at, listener } = waiting.current ?? { at: Infinity };
      if (shownAt === undefined || Math.abs(shownAt - Math.min(at, track.endedAt)) > ROUNDING_US) return;
      waiting.current = undefined;
      if (listener) void screen.current?.settled().then(() => { if (!listener()) void fetchAbove()?.then(listener); });
    };
    const fetchAbove = (): Promise<void> | undefined => {
      if (shownAt === undefined || whole === shownAt) return undefined;
      whole = shownAt;
      return player.current?.withScrollback();
    };
    const start = ({ openRecordedScreen }: { readonly openRecordedScreen: typeof OpenRecordedScreen }): void => {
      if (gone) return;
      const { columns, rows } = track.head;
      const onAbove = (lines: number): void => void fetchAbove()?.then(() => opened.scroll(-lines));
      const opened = openRecordedScreen(target, { columns, rows, onAbove, onLink });
      const playing = createTrackPlayer(track, opened, { onStatus, onInput: (piece) => input.current(piece), onTypedBefore });
      [screen.current, player.current] = [opened, playing];
      const show = (): void => playing.show(wantedAt(store));
      stops.push(store.clock.subscribe(show), store.subscribe(show), track.subscribe(() => playing.grown()), () => playing.close(), () => opened.close());
      show();
    };
    import('./recorded-screen.ts').then(start, () => { if (!gone) setStatus('failed'); });
    return () => {
      gone = true;
      for (const stop of stops) stop();
      setStatus('opening');
    };
  }, [element, input, onLink, onTypedBefore, store, track, attempt]);
  return {
    status, preparing, screen,
    retry: () => { if (player.current) player.current.retry(); else setAttempt((count) => count + 1); },
    whenShown: (at, listener) => { waiting.current = { at, listener }; },
  };
}
