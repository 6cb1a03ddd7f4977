'use client';
import type { ReactElement } from 'react';
import { anchorOfTurn, type ReplayEvent } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { noteIcon, thumbDownIcon, thumbUpIcon } from '../elements/part-icons.ts';
import { notesMessages } from '../notes/notes-messages.ts';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { isSameTurn, rateTurn, ratingOf } from '../review/rate-turn.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { ApprovalBadge, isHeld } from './ApprovalBadge.tsx';
import { DisagreementBadge } from './DisagreementBadge.tsx';
import type { FeedRow } from './feed.ts';

/** What is to be looked at of a row: that it waits for an approval or has one, witnesses that disagree, how many notes it has, and below a prompt whether the turn was good. Renders nothing where there is nothing to say. */
export function RowReview({ row }: { readonly row: FeedRow }): ReactElement | null {
  const { event, details, step } = row;
  const disagreement = step?.disagreement;
  const permission = step?.permission && isHeld(step.permission) ? step.permission : undefined;
  const { reader, annotate, annotations } = useReviewContext();
  const count = useReplayState(({ model }) => [event, ...details].reduce((sum, { id }) => sum + reader.threadsAt(model, id).reduce((notes, { thread }) => notes + (thread.anchor.on === 'turn' ? 0 : thread.notes.length), 0), 0));
  const prompt = event.record.type === 'prompt' && event.record.agent === undefined;
  const rates = prompt && (annotate !== undefined || annotations.length > 0);
  if (count === 0 && !rates && !disagreement && !permission) return null;
  return <div className="ph-rowreview">{permission && <ApprovalBadge permission={permission} />}{disagreement && <DisagreementBadge disagreement={disagreement} />}{rates && <TurnRating prompt={event} />}{count > 0 && <NoteCount count={count} eventId={event.id} />}</div>;
}

function NoteCount({ count, eventId }: { readonly count: number; readonly eventId: string }): ReactElement {
  const messages = useWords('notes', notesMessages);
  const store = useReplayStore();
  const { setTab } = useReplayViewActions();
  return (
    <button type="button" className="ph-btn ph-btn--s" onClick={(click) => { click.stopPropagation(); store.select(eventId); setTab('notes'); }}>
      <Icon name={noteIcon} small />{messages.notes(count)}
    </button>
  );
}

function TurnRating({ prompt }: { readonly prompt: ReplayEvent }): ReactElement | null {
  const messages = useWords('notes', notesMessages);
  const { reader, annotate, author } = useReviewContext();
  const turn = useReplayState(({ model }) => model.turns.find(({ id }) => id === prompt.turnId));
  if (!turn) return null;
  const rate = (word: 'good' | 'wrong'): ReturnType<typeof rateTurn> => rateTurn({ events: [prompt] }, turn, reader.review(), author, word);
  const anchor = anchorOfTurn({ events: [prompt] }, turn);
  const own = ratingOf(reader.review(), anchor, author);
  return (
    <span className="ph-rate" role="group" aria-label={messages.rateTurn}>
      {(['good', 'wrong'] as const).map((word) => {
        const who = reader.review().ratings.filter((each) => each.rating === word && isSameTurn(each.anchor, anchor)).length;
        if (!annotate) return who > 0 && <span key={word} className={`ph-badge ${word === 'good' ? 'ph-badge--ok' : 'ph-badge--bad'}`}>{messages[word]} {who}</span>;
        return (
          <button key={word} type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-pressed={own === word} aria-label={messages[word]} title={messages[word]} onClick={(click) => { click.stopPropagation(); annotate(rate(word).draft); }}>
            <Icon name={word === 'good' ? thumbUpIcon : thumbDownIcon} small />
          </button>
        );
      })}
    </span>
  );
}
