'use client';
import { useMemo } from 'react';
import type { ReplayState, TouchedFile } from '@playhead/replay-core';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { changeLogOf, changesAt, type ChangeLog } from './change-log.ts';

const pickFiles = ({ model }: ReplayState): readonly TouchedFile[] => model.files;

/** The changes of files, and how many of them count at the playhead. Renders again when that number changes, not per event. */
export function useChangeLog(): { readonly log: ChangeLog; readonly count: number } {
  const files = useReplayState(pickFiles);
  const log = useMemo(() => changeLogOf(files), [files]);
  const count = useReplayState(useMemo(() => (state: ReplayState) => changesAt(log, state), [log]));
  return { log, count };
}
