'use client';
import { useState, type ReactElement } from 'react';
import type { TestCase } from '@playhead/protocol';
import { AnsiText } from '../ansi/AnsiText.tsx';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import type { TestGroup } from './group-cases.ts';
import { testResultsMessages } from './test-results-messages.ts';

/** Tests of one file that are drawn at once; a button draws as many more. */
const PIECE = 200;
const LONGEST_MESSAGE = 8 * 1024;
const LOOKS = { failed: ['error', 'ph-bad'], passed: ['pass', 'ph-ok'], skipped: ['skip', 'ph-muted'] } as const;

/** The tests of one file. Open when one of them failed. */
export function TestGroupView({ group }: { readonly group: TestGroup }): ReactElement {
  const messages = useWords('testResults', testResultsMessages);
  const format = useFormat();
  const [open, setOpen] = useState(group.status === 'failed');
  const [most, setMost] = useState(PIECE);
  const left = group.cases.length - most;
  return (
    <li data-status={group.status}>
      <button type="button" className="ph-test ph-test--file" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Status status={group.status} />
        <span className="ph-cut" dir="ltr" title={group.name}><VisibleText text={group.name || messages.noFile} /></span>
        <span className="ph-muted">{group.durationUs === undefined ? format.number(group.cases.length) : format.duration(group.durationUs)}</span>
      </button>
      {open && (
        <ul>
          {group.cases.slice(0, most).map((test, index) => <Case key={index} test={test} />)}
          {left > 0 && <li><button type="button" className="ph-test ph-test--case ph-test--more" onClick={() => setMost(most + PIECE)}><Icon name="chev-d" small /><span>{messages.more(left, format.number(left))}</span></button></li>}
        </ul>
      )}
    </li>
  );
}

function Case({ test }: { readonly test: TestCase }): ReactElement {
  const messages = useWords('testResults', testResultsMessages);
  const format = useFormat();
  const time = test.status === 'skipped' ? messages.skipped(1, '').trim() : test.durationUs === undefined ? '' : format.duration(test.durationUs);
  return (
    <li data-status={test.status}>
      <div className="ph-test ph-test--case">
        <Status status={test.status} />
        <span className={`ph-cut${test.status === 'failed' ? ' ph-test__bad' : ''}`} title={test.name}><VisibleText text={test.name} /></span>
        <span className="ph-muted">{time}</span>
      </div>
      {test.message !== undefined && test.message !== '' && (
        <div className="ph-test__err"><div className="ph-well"><pre className="ph-out" dir="ltr" role="group" aria-label={test.name} tabIndex={0}><AnsiText text={test.message.slice(0, LONGEST_MESSAGE)} />{test.message.length > LONGEST_MESSAGE && '…'}</pre></div></div>
      )}
    </li>
  );
}

function Status({ status }: { readonly status: TestCase['status'] }): ReactElement {
  const messages = useWords('testResults', testResultsMessages);
  const [icon, look] = LOOKS[status];
  const word = { failed: messages.failedWord, passed: messages.passedWord, skipped: messages.skippedWord }[status];
  return <span className={look}><Icon name={icon} small /><span className="ph-hidden">{word}</span></span>;
}
