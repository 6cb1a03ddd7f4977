'use client';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { ReplayStore, TerminalTrack } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import { useReplayStore } from '../replay/StoreContext.tsx';
import type { openRecordedScreen as OpenRecordedScreen, RecordedScreen } from './recorded-screen.ts';
import { createTrackPlayer, type PlayerStatus, type TrackPlayer, type TypedPiece } from './track-player.ts';

/** A screen that is being opened or stands at the playhead. */
export interface ShownScreen {
  readonly status: PlayerStatus['kind'];
  /** What is on the screen; absent until it is open. */
  readonly screen: RefObject<RecordedScreen | undefined>;
  readonly retry: () => void;
  /** Calls back once, when the screen shows a moment, to two microseconds; only for the last one asked for. */
  readonly whenShown: (at: number, listener: () => void) => void;
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
export function useRecordedScreen(element: RefObject<HTMLElement | null>, track: TerminalTrack | undefined, onInput: (piece: TypedPiece) => void, onTypedBefore: (pieces: readonly TypedPiece[]) => void): ShownScreen {
  const store = useReplayStore();
  const [status, setStatus] = useState<PlayerStatus['kind']>('opening');
  const screen = useRef<RecordedScreen>(undefined);
  const player = useRef<TrackPlayer>(undefined);
  const waiting = useRef<{ readonly at: number; readonly listener: () => void }>(undefined);
  const input = useLatest(onInput);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (!target || !track || typeof ResizeObserver === 'undefined') return;
    const stops: (() => void)[] = [() => { [screen.current, player.current] = [undefined, undefined]; }];
    let gone = false;
    let shownAt: number | undefined;
    const onStatus = (next: PlayerStatus): void => {
      setStatus(next.kind);
      shownAt = next.kind === 'shown' ? next.at : undefined;
      const { at, listener } = waiting.current ?? { at: Infinity };
      if (shownAt === undefined || Math.abs(shownAt - Math.min(at, track.endedAt)) > ROUNDING_US) return;
      waiting.current = undefined;
      if (listener) void screen.current?.settled().then(listener);
    };
    const start = ({ openRecordedScreen }: { readonly openRecordedScreen: typeof OpenRecordedScreen }): void => {
      if (gone) return;
      const { columns, rows } = track.head;
      /** The moment of which all that stood above is there: there is no more of it. */
      let whole: number | undefined;
      const onAbove = (lines: number): void => {
        const moment = shownAt;
        if (moment === undefined || whole === moment || !player.current) return;
        whole = moment;
        void player.current.withScrollback().then(() => opened.scroll(-lines));
      };
      const opened = openRecordedScreen(target, { columns, rows, onAbove });
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
  }, [element, input, onTypedBefore, store, track, attempt]);
  return {
    status, screen,
    retry: () => { if (player.current) player.current.retry(); else setAttempt((count) => count + 1); },
    whenShown: (at, listener) => { waiting.current = { at, listener }; },
  };
}
