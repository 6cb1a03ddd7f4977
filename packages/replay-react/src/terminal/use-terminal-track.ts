'use client';
import { useEffect, useState } from 'react';
import type { EmulatorClass, TerminalTrack } from '@playhead/replay-core';
import { useReplayStore } from '../replay/StoreContext.tsx';

/** A track that is being opened, is open, or could not be. */
export interface OpeningTrack {
  readonly track?: TerminalTrack;
  readonly failed: boolean;
  readonly retry: () => void;
}

const emulator = (): Promise<EmulatorClass> => import('@xterm/xterm').then(({ Terminal }) => Terminal);

/** The track of a recorded terminal of the replay. */
export function useTerminalTrack(id: string): OpeningTrack {
  const store = useReplayStore();
  const [attempt, setAttempt] = useState(0);
  const [opened, setOpened] = useState<{ readonly id: string; readonly track?: TerminalTrack }>();
  useEffect(() => {
    let gone = false;
    store.terminal(id, emulator).then(
      (track) => { if (!gone) setOpened({ id, track }); },
      () => { if (!gone) setOpened({ id }); },
    );
    return () => { gone = true; };
  }, [store, id, attempt]);
  const track = opened?.id === id ? opened.track : undefined;
  return {
    ...(track && { track }), failed: opened?.id === id && !track,
    retry: () => { setOpened(undefined); setAttempt((count) => count + 1); },
  };
}
