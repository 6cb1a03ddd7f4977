'use client';
import type { ReactElement } from 'react';
import type { TestRun } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { testResultsMessages } from './test-results-messages.ts';

/** Props of {@link TestSummary}. */
export interface TestSummaryProps {
  readonly runs: readonly TestRun[];
  readonly index: number;
  readonly running: boolean;
}

/** How a run ended, in words and as a bar, and the way to the runs before and after. */
export function TestSummary({ runs, index, running }: TestSummaryProps): ReactElement {
  const messages = useWords('testResults', testResultsMessages);
  const format = useFormat();
  const run = runs[index];
  const failing = (run?.failed ?? 0) > 0;
  return (
    <div className="ph-tests__sum">
      {running && <span className="ph-badge"><Icon name="spin" className="ph-spin" />{messages.running}</span>}
      {run && !running && <span className={`ph-badge ${failing ? 'ph-badge--bad' : 'ph-badge--ok'}`}><Icon name={failing ? 'error' : 'pass'} />{failing ? messages.failed(run.failed, format.number(run.failed)) : messages.passed(run.passed, format.number(run.passed))}</span>}
      {run && failing && !running && <span className="ph-ok ph-med">{messages.passed(run.passed, format.number(run.passed))}</span>}
      {run && run.skipped > 0 && !running && <span className="ph-muted">{messages.skipped(run.skipped, format.number(run.skipped))}</span>}
      {run && !running ? <span className="ph-meter" aria-hidden="true"><i className="f" style={{ flex: run.failed }} hidden={run.failed === 0} /><i style={{ flex: run.passed }} hidden={run.passed === 0} /><i className="s" style={{ flex: run.skipped }} hidden={run.skipped === 0} /></span> : <span className="ph-grow" />}
      {run?.durationUs !== undefined && !running && <span className="ph-muted" title={run.framework}>{format.duration(run.durationUs)}</span>}
      {runs.length > 1 && <RunPicker runs={runs} index={index} />}
    </div>
  );
}

function RunPicker({ runs, index }: Omit<TestSummaryProps, 'running'>): ReactElement {
  const messages = useWords('testResults', testResultsMessages);
  const store = useReplayStore();
  const go = (by: number) => (): void => store.select(runs[index + by]?.eventId);
  return (
    <span className="ph-row ph-tests__runs" role="group" aria-label={messages.runs}>
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.previousRun} disabled={index <= 0} onClick={go(-1)}><Icon name="chev-u" small /></button>
      <span className="ph-muted" aria-live="polite">{messages.run(index + 1, runs.length)}</span>
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.nextRun} disabled={index >= runs.length - 1} onClick={go(1)}><Icon name="chev-d" small /></button>
    </span>
  );
}
