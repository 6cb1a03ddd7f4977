'use client';
import type { ReactElement } from 'react';
import type { Outcome, Review } from '@playhead/protocol';
import { withReviewedOutcome, type ReplayState, type ReviewedSession } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { headerMessages } from '../header/header-messages.ts';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { draft } from '../review/draft.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { ImportedMark } from './ImportedMark.tsx';
import { notesMessages } from './notes-messages.ts';
import { MOST_REASON, ReasonField } from './ReasonField.tsx';

const OUTCOMES = Object.keys(headerMessages.outcomes) as readonly Outcome[]; // the words are a record of every outcome
const MOST_NAME = 100;

const pickSession = ({ model }: ReplayState): ReplayState['model']['session'] => model.session;

/** What the session came to: what recording and verdicts say, unless a reviewer says otherwise, and why. Nothing while it goes on. */
export function OutcomeChoice(): ReactElement | null {
  const messages = useWords('notes', notesMessages);
  const { outcomes } = useWords('header', headerMessages);
  const { reader, annotate } = useReviewContext();
  const session = useReplayState(pickSession);
  const { outcome: said, verdicts } = reader.review();
  if (session.status === 'recording' || session.dropped || (!annotate && !said)) return null;
  const otherwise: ReviewedSession = withReviewedOutcome(session, { verdicts });
  const words = otherwise.outcome && outcomes[otherwise.outcome];
  const choose = (outcome: Outcome | undefined): void => annotate?.(draft('outcome', { outcome: outcome ?? 'none' }));
  return (
    <div className="ph-row ph-verdict__r" role="group" aria-label={messages.outcome}>
      <span className="ph-2nd">{messages.outcome}</span>
      {annotate
        ? (
          <span className="ph-btn ph-btn--line ph-btn--s ph-outcome" data-active={said !== undefined}>
            <select aria-label={messages.outcome} value={said?.outcome ?? ''} onChange={({ target }) => choose(OUTCOMES.find((word) => word === target.value))}>
              <option value="">{words === undefined ? messages.asRecorded : otherwise.outcomeBy ? messages.byVerdict(words) : messages.asRecordedWith(words)}</option>
              {OUTCOMES.map((word) => <option key={word} value={word}>{outcomes[word]}</option>)}
            </select>
            <Icon name="chev-d" small />
          </span>
        )
        : said && <span className="ph-badge">{outcomes[said.outcome]}</span>}
      {said && <Reason said={said} />}
    </div>
  );
}

/** Why somebody says so: to write for whoever said it, to read for the others. */
function Reason({ said }: { readonly said: NonNullable<Review['outcome']> }): ReactElement {
  const messages = useWords('notes', notesMessages);
  const { outcomeBy } = useWords('header', headerMessages);
  const { annotate, author } = useReviewContext();
  const { outcome, reason = '' } = said;
  if (!annotate || said.author !== author || said.by !== undefined) {
    return (
      <>
        <span className="ph-muted"><VisibleText text={outcomeBy(said.author.slice(0, MOST_NAME))} /></span>{said.by === 'agent' && <span className="ph-badge">{messages.agent}</span>}<ImportedMark imported={said.imported} />
        {reason !== '' && <span className="ph-2nd ph-outcome__why"><VisibleText text={reason.slice(0, MOST_REASON)} /></span>}
      </>
    );
  }
  return <ReasonField label={messages.outcomeReason} reason={reason} onReason={(text) => annotate(draft('outcome', { outcome, ...(text !== '' && { reason: text }) }))} />;
}
