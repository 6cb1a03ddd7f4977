'use client';
import { useCallback, useEffect, useState } from 'react';
import { createReplay, logSource, type ReplayStore } from '@playhead/replay-core';
import type { ReplayRootSource } from './root-props.ts';

/** The replay that a source opens. */
export interface OpenedSource {
  readonly store: ReplayStore | undefined;
  /** Loads it again from the beginning; absent for a store of a host that does not offer it. */
  readonly reopen: (() => void) | undefined;
}

/** The host's replay, or an own one for as long as its source stays the same. */
export function useSource({ store, source, url, onReopen }: ReplayRootSource): OpenedSource {
  const [own, setOwn] = useState<ReplayStore>();
  const [attempt, setAttempt] = useState(0);
  const reopen = useCallback(() => setAttempt((before) => before + 1), []);
  useEffect(() => {
    if (store) return;
    const from = source ?? (url === undefined ? undefined : logSource({ url }));
    if (!from) return;
    const created = createReplay(from);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- a replay is opened and closed with the effect, so it cannot exist before it
    setOwn(created);
    return () => {
      setOwn(undefined);
      created.close();
    };
  }, [store, source, url, attempt]);
  return store ? { store, reopen: onReopen } : { store: own, reopen };
}
