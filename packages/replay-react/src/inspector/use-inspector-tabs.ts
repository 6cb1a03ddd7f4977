'use client';
import { useMemo } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { countWhere } from '../files/change-log.ts';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useMarkers, useReviewContext } from '../review/ReviewProvider.tsx';
import { runAt } from '../test-results/run-at.ts';
import { inspectorTabs, type InspectorTab } from '../view/replay-view.ts';
import { useReplayView } from '../view/ViewContext.tsx';
import { createEventIndex } from './event-index.ts';
import { inspectorMessages } from './inspector-messages.ts';

/** A tab with what is known of its content. */
export interface TabItem<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** A number or words beside the label; absent for nothing. */
  readonly count?: string | undefined;
  /** Whether the count says that something failed. */
  readonly bad?: boolean | undefined;
}

/** The tabs of the inspector with their counts: of what was recorded up to the playhead, and of what is said of it. Renders again when a count changes, not per event. */
export function useInspectorTabs(): readonly TabItem<InspectorTab>[] {
  const messages = useWords('inspector', inspectorMessages);
  const format = useFormat();
  const { open } = useMarkers();
  const { reader } = useReviewContext();
  const said = reader.review().threads.length;
  const iterations = useReplayState(({ model }) => model.session.iterations ?? 0);
  const { tab } = useReplayView();
  const counts = useReplayState(useMemo(() => createCounter(), []));
  return useMemo(() => inspectorTabs.filter((id) => id !== 'iterations' || iterations > 0 || tab === id).map((id): TabItem<InspectorTab> => {
    const label = messages.tabs[id];
    if (id === 'tests' && counts.failed > 0) return { id, label, count: messages.failed(counts.failed, format.number(counts.failed)), bad: true };
    const count = id === 'output' || id === 'raw' || id === 'stats' ? 0 : id === 'review' ? open.length : id === 'iterations' ? iterations : id === 'notes' ? counts.notes + said : counts[id];
    return { id, label, ...(count > 0 && { count: format.number(count) }) };
  }), [messages, format, counts, open.length, said, iterations, tab]);
}

type Counts = Readonly<Record<'terminal' | 'diff' | 'files' | 'tests' | 'notes' | 'failed', number>>;

function createCounter(): (state: ReplayState) => Counts {
  const indexOf = createEventIndex();
  return (state) => {
    const { model, currentIndex } = state;
    const { commands, files, changedFiles, notes } = indexOf(model.events);
    const until = (list: readonly number[]): number => countWhere(list, (at) => at <= currentIndex);
    const run = runAt(state).run;
    return {
      terminal: until(commands), diff: until(changedFiles), files: until(files), notes: until(notes),
      failed: run?.failed ?? 0, tests: run ? run.passed + run.failed + run.skipped : 0,
    };
  };
}
