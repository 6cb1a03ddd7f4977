'use client';
import { useCallback, useMemo, useState } from 'react';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { fileChangesAt, type ChangeLog } from './change-log.ts';
import { isViewed, tick } from './toggle-viewed.ts';
import { createViewedKeys } from './viewed-key.ts';

/** Whether a file counts as viewed at the playhead, and how to tick it off. */
export function useViewed(log: ChangeLog, count: number, path: string): readonly [viewed: boolean, setViewed: (wanted: boolean) => void] {
  const { viewed } = useReplayView();
  const actions = useReplayViewActions();
  const logged = log.byPath.get(path);
  const [keysOf] = useState(createViewedKeys);
  const keys = useMemo(() => (logged ? keysOf(logged.file.changes) : []), [logged, keysOf]);
  const own = logged ? fileChangesAt(logged, count) : 0;
  const set = useCallback((wanted: boolean) => tick(keys, own, wanted, actions), [keys, own, actions]);
  return [isViewed(keys, own, viewed), set];
}
