'use client';
import type { ReactElement } from 'react';
import type { TestCase } from '@playhead/protocol';
import type { TestRun } from '@playhead/replay-core';
import { AnsiText } from '../ansi/AnsiText.tsx';
import { formatDuration } from '../locale/format.ts';
import { Icon } from '../elements/Icon.tsx';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';

const MOST_CASES = 500;
const LONGEST_MESSAGE = 8 * 1024;
const LOOKS = { failed: ['error', 'ph-bad', 'Failed'], passed: ['pass', 'ph-ok', 'Passed'], skipped: ['skip', 'ph-muted', 'Skipped'] } as const;

/** The test runs of the session, the latest first. */
export function TestResults(): ReactElement {
  const tests = useReplayState((state) => state.model.tests);
  if (tests.length === 0) return <State icon="test" title="No tests yet">Results of test runs appear here.</State>;
  return <section className="ph-tests" aria-label="Test results">{[...tests].reverse().slice(0, 50).map((run) => <Run key={run.eventId} run={run} />)}</section>;
}

function Run({ run }: { readonly run: TestRun }): ReactElement {
  const failing = run.failed > 0;
  const order = { failed: 0, skipped: 1, passed: 2 };
  const cases = [...run.cases].sort((a, b) => order[a.status] - order[b.status]);
  return (
    <div className="ph-tests__run" data-status={failing ? 'failed' : 'passed'}>
      <div className="ph-tests__sum">
        <span className={`ph-badge ${failing ? 'ph-badge--bad' : 'ph-badge--ok'}`}><Icon name={failing ? 'error' : 'pass'} />{failing ? 'Failed' : 'Passed'}</span>
        <span>{run.failed} failed, {run.passed} passed{run.skipped > 0 && `, ${run.skipped} skipped`}</span>
        <span className="ph-meter" aria-hidden="true"><i style={{ flex: run.passed }} /><i className="f" style={{ flex: run.failed }} /><i className="s" style={{ flex: run.skipped }} /></span>
        {run.durationUs !== undefined && <span className="ph-muted">{formatDuration(run.durationUs)}</span>}
        {run.framework && <span className="ph-muted"><VisibleText text={run.framework} /></span>}
      </div>
      {cases.slice(0, MOST_CASES).map((test, index) => <Case key={index} test={test} />)}
      {cases.length > MOST_CASES && <div className="ph-more">{cases.length - MOST_CASES} more tests</div>}
    </div>
  );
}

function Case({ test }: { readonly test: TestCase }): ReactElement {
  const [icon, className, word] = LOOKS[test.status];
  return (
    <>
      <div className="ph-test" data-status={test.status}>
        <Icon name={icon} className={className} />
        <span className="ph-cut" title={test.name}><span className="ph-hidden">{word}: </span>{test.suite && <span className="ph-muted"><VisibleText text={test.suite} /> › </span>}<VisibleText text={test.name} /></span>
        {test.durationUs !== undefined && <span className="ph-muted">{formatDuration(test.durationUs)}</span>}
      </div>
      {test.message && <pre className="ph-well ph-out ph-test__err"><AnsiText text={test.message.slice(0, LONGEST_MESSAGE)} /></pre>}
    </>
  );
}
