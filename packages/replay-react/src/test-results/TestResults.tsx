'use client';
import { useMemo } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { State } from '../elements/State.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { groupCases } from './group-cases.ts';
import { runAt } from './run-at.ts';
import { TestGroupView } from './TestGroupView.tsx';
import { TestSummary } from './TestSummary.tsx';
import { testResultsMessages } from './test-results-messages.ts';

const pick = (state: ReplayState): { readonly runs: ReplayState['model']['tests']; readonly index: number; readonly running: boolean } => {
  const { index, running } = runAt(state);
  return { runs: state.model.tests, index, running };
};

/** The test run at the playhead: how it ended, and its tests, those that failed first. */
export const TestResults: Part<PartProps> = definePart<PartProps>('TestResults', ({ className, style }, ref) => {
  const messages = useWords('testResults', testResultsMessages);
  const { runs, index, running } = useReplayState(pick);
  const run = runs[index];
  const groups = useMemo(() => groupCases(run?.cases ?? []), [run]);
  const state = running ? 'running' : !run ? 'empty' : run.failed > 0 ? 'failed' : 'passed';
  return (
    <section ref={ref} className={classes('ph-tests', className)} style={style} data-part="test-results" data-state={state} aria-label={messages.label}>
      {(run || running) && <TestSummary runs={runs} index={index} running={running} />}
      {running
        ? <State icon="test" title={messages.runningTitle}>{messages.runningText}</State>
        : !run
          ? <State icon="test" title={messages.noneTitle}>{messages.none}</State>
          : groups.length === 0
            ? <State icon="test" title={messages.noCasesTitle}>{messages.noCases}</State>
            : <ul className="ph-tests__list">{groups.map((group) => <TestGroupView key={`${run.eventId} ${group.name}`} group={group} />)}</ul>}
    </section>
  );
});
