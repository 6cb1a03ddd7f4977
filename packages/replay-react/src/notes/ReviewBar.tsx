'use client';
import { useMemo, useState, type ReactElement } from 'react';
import type { ReviewVerdict } from '@playhead/protocol';
import { anchorOfTurn } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { Menu } from '../elements/Menu.tsx';
import { downloadIcon, thumbDownIcon, thumbUpIcon } from '../elements/part-icons.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useChangeLog } from '../files/use-change-log.ts';
import { isViewed } from '../files/toggle-viewed.ts';
import { createViewedKeys } from '../files/viewed-key.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { draft } from '../review/draft.ts';
import { isSameTurn, rateTurn, ratingOf, turnAt } from '../review/rate-turn.ts';
import { useMarkers, useReviewContext } from '../review/ReviewProvider.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { downloadReview } from './download-review.ts';
import { ImportedMark } from './ImportedMark.tsx';
import { ImportedReview, ImportReview } from './ImportReview.tsx';
import { notesMessages } from './notes-messages.ts';
import { OutcomeChoice } from './OutcomeChoice.tsx';
import { ReasonField } from './ReasonField.tsx';
import { Tags } from './Tags.tsx';
import type { ReviewImport } from './use-review-import.ts';

const VERDICTS: readonly ReviewVerdict[] = ['approved', 'changes-requested', 'rejected'];
const BADGES: Readonly<Record<ReviewVerdict, string>> = { approved: 'ph-badge--ok', 'changes-requested': 'ph-badge--warn', rejected: 'ph-badge--bad' };
/** Longest name that is shown. */
const MOST_NAME = 100;

/** What people say of the session as a whole: verdict, outcome, tags, the turn at the playhead, how many files were looked at, and the way out of it. */
export function ReviewBar({ importing }: { readonly importing: ReviewImport | undefined }): ReactElement {
  const messages = useWords('notes', notesMessages);
  const { reader, annotate, author } = useReviewContext();
  const review = reader.review();
  const own = review.verdicts.find((verdict) => verdict.author === author && verdict.by === undefined);
  const others = review.verdicts.filter((verdict) => verdict !== own);
  return (
    <div className="ph-verdict" role="group" aria-label={messages.review}>
      <div className="ph-row ph-verdict__r">
        {annotate
          ? (
            <div className="ph-seg" role="group" aria-label={messages.verdict}>
              {VERDICTS.map((verdict) => (
                <button key={verdict} type="button" aria-pressed={own?.verdict === verdict} onClick={() => annotate(draft('verdict', { verdict: own?.verdict === verdict ? 'none' : verdict, ...(own?.text !== undefined && own.verdict !== verdict && { text: own.text }) }))}>{messages.verdicts[verdict]}</button>
              ))}
            </div>
          )
          : review.verdict && <span className={`ph-badge ${BADGES[review.verdict]}`}>{messages.verdicts[review.verdict]}</span>}
        <Viewed />
        <span className="ph-row ph-verdict__io">{importing && <ImportReview importing={importing} />}<Export /></span>
      </div>
      {annotate && own && <div className="ph-row"><ReasonField label={messages.verdictReason} reason={own.text ?? ''} onReason={(text) => annotate(draft('verdict', { verdict: own.verdict, ...(text !== '' && { text }) }))} /></div>}
      {importing && <ImportedReview last={importing.last} />}
      {others.length > 0 && (
        <ul className="ph-verdict__o" aria-label={messages.otherVerdicts}>
          {others.map(({ author: name, by, verdict, text, imported }) => (
            <li key={`${by ?? ''} ${name}`}><b><VisibleText text={name.slice(0, MOST_NAME)} /></b>{by === 'agent' && <span className="ph-badge">{messages.agent}</span>}<ImportedMark imported={imported} /><span className={`ph-badge ${BADGES[verdict]}`}>{messages.verdicts[verdict]}</span>{text !== undefined && <span className="ph-2nd"><VisibleText text={text} /></span>}</li>
          ))}
        </ul>
      )}
      <OutcomeChoice />
      <TurnRating />
      <Tags />
    </div>
  );
}

/** How many of all changed files count as viewed. */
function Viewed(): ReactElement | null {
  const messages = useWords('notes', notesMessages);
  const format = useFormat();
  const { log } = useChangeLog();
  const { viewed } = useReplayView();
  const files = log.byPath;
  const [keysOf] = useState(createViewedKeys);
  const done = useMemo(() => (viewed.size === 0 ? 0 : [...files.values()].filter(({ file }) => isViewed(keysOf(file.changes), file.changes.length, viewed)).length), [files, viewed, keysOf]);
  if (files.size === 0) return null;
  return (
    <span className="ph-2nd ph-verdict__v">
      <meter min={0} max={files.size} value={done} aria-label={messages.filesViewed(format.number(done), format.number(files.size), files.size)} />
      <span aria-hidden="true">{messages.filesViewed(format.number(done), format.number(files.size), files.size)}</span>
    </span>
  );
}

/** Whether the turn at the playhead was good or wrong. */
function TurnRating(): ReactElement | null {
  const messages = useWords('notes', notesMessages);
  const { reader, annotate, author } = useReviewContext();
  const store = useReplayStore();
  const turn = useReplayState(({ model, currentIndex }) => turnAt(model, currentIndex));
  if (!turn || (!annotate && reader.review().ratings.length === 0)) return null;
  const { model } = store.getState();
  const anchor = anchorOfTurn(model, turn);
  const rating = ratingOf(reader.review(), anchor, author);
  const all = reader.review().ratings.filter((each) => isSameTurn(each.anchor, anchor));
  const count = (word: 'good' | 'wrong'): number => all.filter((each) => each.rating === word).length;
  return (
    <div className="ph-row ph-verdict__r" role="group" aria-label={messages.rateTurn}>
      <span className="ph-2nd">{messages.thisTurn}</span>
      {(['good', 'wrong'] as const).map((word) => (annotate
        ? <button key={word} type="button" className="ph-btn ph-btn--s" aria-pressed={rating === word} onClick={() => annotate(rateTurn(model, turn, reader.review(), author, word).draft)}><Icon name={word === 'good' ? thumbUpIcon : thumbDownIcon} small />{messages[word]}{count(word) > 0 && <>{' '}<span className="ph-count">{count(word)}</span></>}</button>
        : count(word) > 0 && <span key={word} className={`ph-badge ${word === 'good' ? 'ph-badge--ok' : 'ph-badge--bad'}`}>{messages[word]} {count(word)}</span>))}
    </div>
  );
}

function Export(): ReactElement {
  const messages = useWords('notes', notesMessages);
  const store = useReplayStore();
  const { annotations } = useReviewContext();
  const { markers } = useMarkers();
  const { link } = useReplayViewActions();
  const [open, setOpen] = useState(false);
  const save = (kind: 'markdown' | 'json'): void => downloadReview(store.getState().model, annotations, kind, { markers, linkTo: link });
  return (
    <span className="ph-verdict__x">
      <button type="button" data-ph-export="" className="ph-btn ph-btn--line ph-btn--s" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name={downloadIcon} small />{messages.export}</button>
      {open && <Menu label={messages.export} onClose={() => setOpen(false)} items={[{ label: messages.markdown, onSelect: () => save('markdown') }, { label: messages.json, onSelect: () => save('json') }]} />}
    </span>
  );
}
