'use client';
import { useMemo, useState, type ReactElement } from 'react';
import type { JsonValue } from '@playhead/protocol';
import type { ReplayEvent, ReplayState } from '@playhead/replay-core';
import { copyText } from '../elements/copy-text.ts';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { cutPieces, jsonPieces, type JsonPiece } from './json-pieces.ts';
import { RawBlob } from './RawBlob.tsx';
import { createStepIndex } from './step-index.ts';
import { rawMessages } from './raw-messages.ts';
import { loadWhole, useWholeRecord } from './use-whole-record.ts';

/** Characters shown at once; a button shows as many more. */
const PIECE = 200 * 1024;
/** JSON in more pieces is shown in one colour. */
const MOST_COLOURED = 4000;

/** The record at the playhead as it was recorded, with the way to the other records of its step. */
export const Raw: Part<PartProps> = definePart<PartProps>('Raw', ({ className, style }, ref) => {
  const messages = useWords('raw', rawMessages);
  const pick = useMemo(() => createPick(), []);
  const { event, place, of, previous, next } = useReplayState(pick);
  return (
    <section ref={ref} className={classes('ph-rawpane', className)} style={style} data-part="raw" data-state={event ? 'ready' : 'empty'} aria-label={messages.label}>
      {event
        ? <><Bar event={event} place={place} of={of} previous={previous} next={next} /><Json key={event.id} event={event} /></>
        : <State icon="list" title={messages.noneTitle}>{messages.none}</State>}
    </section>
  );
});

interface Picked {
  readonly event?: ReplayEvent | undefined;
  readonly place: number;
  readonly of: number;
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
}

function createPick(): (state: ReplayState) => Picked {
  const placesOf = createStepIndex();
  return ({ model, currentIndex }) => {
    const { events } = model;
    const event = events[currentIndex];
    if (event?.stepId === undefined) return { event, place: 1, of: 1 };
    const places = placesOf(events, event.stepId);
    const at = places.indexOf(currentIndex);
    const idAt = (index: number): string | undefined => events[places[index] ?? -1]?.id;
    return { event, place: at + 1, of: places.length, previous: idAt(at - 1), next: idAt(at + 1) };
  };
}

function Bar({ event, place, of, previous, next }: Picked & { readonly event: ReplayEvent }): ReactElement {
  const messages = useWords('raw', rawMessages);
  const store = useReplayStore();
  const { announce } = useReplayViewActions();
  const whole = async (): Promise<string> => JSON.stringify(await loadWhole(store, event.record), null, 2);
  const copy = (): void => void whole().then(copyText).then((done) => { if (done) announce(messages.copied); });
  return (
    <div className="ph-term__bar ph-raw__bar">
      <span className="ph-mono ph-cut ph-grow"><VisibleText text={event.record.type} /></span>
      {of > 1 && (
        <span className="ph-row" role="group" aria-label={messages.records}>
          <span className="ph-muted">{messages.record(place, of)}</span>
          <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.previous} disabled={previous === undefined} onClick={() => store.select(previous)}><Icon name="chev-u" small /></button>
          <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.next} disabled={next === undefined} onClick={() => store.select(next)}><Icon name="chev-d" small /></button>
        </span>
      )}
      <button type="button" className="ph-btn ph-btn--icon" aria-label={messages.copy} title={messages.copy} onClick={copy}><Icon name="copy" /></button>
    </div>
  );
}

function Json({ event }: { readonly event: ReplayEvent }): ReactElement {
  const messages = useWords('raw', rawMessages);
  const format = useFormat();
  const [most, setMost] = useState(PIECE);
  const record = useWholeRecord(event.record);
  const pieces = useMemo(() => jsonPieces(record as unknown as JsonValue), [record]); // a record was read from JSON
  const { shown, left } = useMemo(() => cutPieces(pieces, most), [pieces, most]);
  return (
    <>
      <pre className="ph-term__out ph-raw" dir="ltr" role="group" tabIndex={0} aria-label={messages.label}>{shown.length > MOST_COLOURED ? <Plain pieces={shown} /> : shown.map((piece, index) => <Piece key={index} piece={piece} />)}</pre>
      {left > 0 && <button type="button" className="ph-more" onClick={() => setMost(most + PIECE)}><Icon name="chev-d" small />{messages.showMore(format.bytes(left))}</button>}
    </>
  );
}

/** Many pieces in few elements: the text, and each large value on its own. */
function Plain({ pieces }: { readonly pieces: readonly JsonPiece[] }): ReactElement {
  const text = pieces.map((piece) => (piece.kind === 'blob' ? JSON.stringify(piece.blob) : piece.text)).join('');
  return <VisibleText text={text} />;
}

function Piece({ piece }: { readonly piece: JsonPiece }): ReactElement {
  if (piece.kind === 'blob') return <RawBlob blob={piece.blob} />;
  return piece.kind === 'plain' ? <VisibleText text={piece.text} /> : <span className={piece.kind === 'name' ? 's-n' : 's-s'}><VisibleText text={piece.text} /></span>;
}
