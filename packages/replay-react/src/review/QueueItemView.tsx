'use client';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { MarkerReview, ReplayState } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { RecordedText } from '../elements/RecordedText.tsx';
import { relativePath } from '../elements/relative-path.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import type { QueueItem } from './use-queue.ts';
import { reviewQueueMessages } from './review-messages.ts';

/** So many pieces of evidence are named; Enter goes through all of them. */
const MOST_EVIDENCE = 5;
const LONGEST = 500;
const LONGEST_NAME = 80;

/** Props of {@link QueueItemView}. */
export interface QueueItemViewProps {
  readonly item: QueueItem;
  readonly current: boolean;
  /** Decides about the current one; absent where nobody may. */
  readonly decide?: ((state: MarkerReview['state'], reason?: string) => void) | undefined;
  /** Whether the reason of a dismissal is being written. */
  readonly dismissing: boolean;
  readonly onDismissing: (on: boolean) => void;
  /** Which of its evidence was shown last. */
  readonly shownEvidence: number | undefined;
  readonly onGo: () => void;
  readonly onShow: (index: number) => void;
  readonly onShowNext: () => void;
}

/** One marker: which rule, when, why; the current one with its evidence and what can be decided. */
export function QueueItemView({ item, current, decide, dismissing, onDismissing, shownEvidence, onGo, onShow, onShowNext }: QueueItemViewProps): ReactElement {
  const messages = useWords('reviewQueue', reviewQueueMessages);
  const format = useFormat();
  const id = useId();
  const time = useReplayState((state) => format.time(state.timeMap.toVirtual(item.at)));
  const { review, state } = item;
  return (
    <li className="ph-queue__i" data-current={current} data-state={state} data-severity={item.severity} aria-current={current ? 'true' : undefined}>
      <button type="button" className="ph-queue__go" tabIndex={current ? 0 : -1} aria-describedby={`${id}-why`} onClick={() => { if (current) onShowNext(); else onGo(); }}>
        <Icon name={state === 'open' ? 'flag' : state === 'done' ? 'check' : 'skip'} className={state === 'open' ? 'ph-warn' : state === 'done' ? 'ph-ok' : 'ph-muted'} />
        <b className="ph-med ph-cut"><VisibleText text={item.title.slice(0, LONGEST_NAME)} /><span className="ph-hidden">{` ${messages.states[state]}`}</span></b>
        <span className="ph-muted">{time}</span>
      </button>
      <p id={`${id}-why`} className="ph-queue__why"><RecordedText text={item.reason.slice(0, LONGEST)} /></p>
      {review && state !== 'open' && (
        <p className="ph-queue__why ph-muted"><VisibleText text={(state === 'done' ? messages.doneBy : messages.dismissedBy)(review.author.slice(0, LONGEST_NAME))} />{review.reason !== undefined && <>{': '}<VisibleText text={review.reason.slice(0, LONGEST)} /></>}</p>
      )}
      {current && <Evidence item={item} shown={shownEvidence} onShow={onShow} />}
      {current && decide && (dismissing
        ? <Dismissal onCancel={() => onDismissing(false)} onDismiss={(reason) => { onDismissing(false); decide('dismissed', reason); }} />
        : (
          <div className="ph-queue__do ph-row">
            {state === 'open'
              ? (
                <>
                  <button type="button" className="ph-btn ph-btn--s ph-btn--line" aria-keyshortcuts="d" onClick={() => decide('done')}><Icon name="check" small />{messages.done}</button>
                  <button type="button" className="ph-btn ph-btn--s" aria-keyshortcuts="x" onClick={() => onDismissing(true)}>{messages.dismiss}</button>
                </>
              )
              : <button type="button" className="ph-btn ph-btn--s ph-btn--line" aria-keyshortcuts="u" onClick={() => decide('open')}>{messages.reopen}</button>}
          </div>
        ))}
    </li>
  );
}

interface Proof { readonly name: string; readonly time: string }

/** The events that show it, each a way to its moment. */
function Evidence({ item: { evidence }, shown, onShow }: { readonly item: QueueItem; readonly shown: number | undefined; readonly onShow: (index: number) => void }): ReactElement {
  const messages = useWords('reviewQueue', reviewQueueMessages);
  const format = useFormat();
  const model = useReplayState((state: ReplayState) => state.model);
  const timeMap = useReplayState((state: ReplayState) => state.timeMap);
  const named = new Set(evidence.slice(0, MOST_EVIDENCE));
  const proofs = new Map<string, Proof>();
  for (const { id, record, summary, title } of model.events) if (named.has(id)) proofs.set(id, { name: relativePath(summary || title, model.session.cwd).slice(0, LONGEST_NAME), time: format.time(timeMap.toVirtual(record.at)) });
  return (
    <div className="ph-queue__proof" role="group" aria-label={messages.evidence(evidence.length, format.number(evidence.length))}>
      {evidence.slice(0, MOST_EVIDENCE).map((id, index) => {
        const proof = proofs.get(id);
        return proof && (
          <button key={id} type="button" className="ph-anchor" aria-pressed={shown === index} title={messages.showEvidence(proof.name, proof.time)} onClick={() => onShow(index)}>
            <span>{proof.time}</span><b className="ph-cut"><RecordedText text={proof.name} /></b>
          </button>
        );
      })}
      {evidence.length > MOST_EVIDENCE && <span className="ph-muted">{messages.moreEvidence(evidence.length - MOST_EVIDENCE)}</span>}
    </div>
  );
}

/** Asks why; nothing need be said. */
function Dismissal({ onDismiss, onCancel }: { readonly onDismiss: (reason: string) => void; readonly onCancel: () => void }): ReactElement {
  const messages = useWords('reviewQueue', reviewQueueMessages);
  const [reason, setReason] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') onDismiss(reason);
    else onCancel();
  };
  return (
    <div className="ph-queue__do ph-row">
      <span className="ph-field ph-grow"><input ref={field} aria-label={messages.reason} placeholder={messages.reason} value={reason} maxLength={LONGEST} onChange={(event) => setReason(event.target.value)} onKeyDown={onKeyDown} /></span>
      <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={() => onDismiss(reason)}>{messages.dismiss}</button>
      <button type="button" className="ph-btn ph-btn--s" onClick={onCancel}>{messages.cancel}</button>
    </div>
  );
}
