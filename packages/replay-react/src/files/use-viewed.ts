'use client';
import { useCallback, useMemo } from 'react';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { fileChangesAt, type ChangeLog } from './change-log.ts';
import { isViewed, tick } from './toggle-viewed.ts';
import { viewedKeys } from './viewed-key.ts';

/** Whether a file counts as viewed at the playhead, and how to tick it off. */
export function useViewed(log: ChangeLog, count: number, path: string): readonly [viewed: boolean, setViewed: (wanted: boolean) => void] {
  const { viewed } = useReplayView();
  const actions = useReplayViewActions();
  const logged = log.byPath.get(path);
  const keys = useMemo(() => (logged ? viewedKeys(logged.file.changes) : []), [logged]);
  const own = logged ? fileChangesAt(logged, count) : 0;
  const set = useCallback((wanted: boolean) => tick(keys, own, wanted, actions), [keys, own, actions]);
  return [isViewed(keys, own, viewed), set];
}
