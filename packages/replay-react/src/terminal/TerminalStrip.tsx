'use client';
import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { ReplayState, TerminalTrack } from '@playhead/replay-core';
import { VisibleText } from '../elements/VisibleText.tsx';
import { visibleText } from '../elements/visible-text.ts';
import { useClock } from '../replay/use-clock.ts';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { COLUMNS, heatColumns, heatPath, markAt, stripAxis, stripMarks, type StripMark } from './heat-bars.ts';
import { recordedTerminalMessages } from './recorded-messages.ts';

/** Props of {@link TerminalStrip}. */
export interface TerminalStripProps {
  readonly track: TerminalTrack;
  /** Grows with the track, so that it is drawn anew. */
  readonly version: number;
  /** When a search found something. */
  readonly hits: readonly { readonly at: number }[];
}

const HEIGHT = 20;
/** Virtual milliseconds that an arrow key goes; with Shift the second. */
const ARROW_MS = 5000;
const SMALL_ARROW_MS = 1000;
const NEAR = 0.012;
const TITLE = 120;

const pick = ({ timeMap, model }: ReplayState): Pick<ReplayState, 'timeMap' | 'model'> => ({ timeMap, model });

/** How much a terminal printed when, as bars to go to; above them its moments and snapshots, named below. */
export function TerminalStrip({ track, version, hits }: TerminalStripProps): ReactElement {
  const store = useReplayStore();
  const { timeMap, model } = useReplayState(pick);
  const words = useWords('recordedTerminal', recordedTerminalMessages);
  const format = useFormat();
  const slider = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLSpanElement>(null);
  const [pointed, setPointed] = useState<number>();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the same track grows
  const axis = useMemo(() => stripAxis(track, timeMap), [track, timeMap, version]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the same track grows
  const columns = useMemo(() => heatColumns(track, axis), [track, axis, version]);
  const path = useMemo(() => heatPath(columns, HEIGHT), [columns]);
  const marks = useMemo(() => stripMarks(model.moments, track, axis), [model.moments, track, axis]);
  const length = axis.to - axis.from;
  const [now, setNow] = useState<StripMark>();

  useClock(store, (timeMs) => {
    const element = slider.current;
    if (!element) return;
    const place = Math.min(1, Math.max(0, (timeMs - axis.from) / length));
    element.style.setProperty('--at', `${(place * 100).toFixed(3)}%`);
    const value = String(Math.round(place * length / 1000) * 1000);
    if (element.getAttribute('aria-valuenow') !== value) {
      const mark = markAt(marks, timeMap.toWall(timeMs));
      const rate = (columns[Math.min(COLUMNS - 1, Math.floor(place * COLUMNS))] ?? 0) / (length / 1000 / COLUMNS);
      element.setAttribute('aria-valuenow', value);
      element.setAttribute('aria-valuetext', words.position(format.time(place * length), format.time(length), rate > 0 ? words.perSecond(format.bytes(Math.round(rate))) : '', mark ? visibleText(mark.title.slice(0, TITLE)) : ''));
      if (said.current) said.current.textContent = format.time(place * length);
    }
    setNow(markAt(marks, timeMap.toWall(timeMs)));
  }, [axis, marks, columns]);

  const placeOf = ({ clientX, currentTarget }: PointerEvent<HTMLElement>): number => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / (width || 1)));
  };
  const near = (place: number): StripMark | undefined => marks.reduce<StripMark | undefined>((best, mark) => (Math.abs(mark.place - place) < Math.min(NEAR, best ? Math.abs(best.place - place) : 1) ? mark : best), undefined);
  const onMarks = ({ clientY, currentTarget }: PointerEvent<HTMLElement>): boolean => clientY < currentTarget.getBoundingClientRect().top + 12;
  const seek = (place: number): void => store.seek(axis.from + place * length);
  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const place = placeOf(event);
    setPointed(place);
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    if (event.buttons !== 1) return;
    const mark = event.type === 'pointerdown' && onMarks(event) ? near(place) : undefined;
    if (mark) store.seek(timeMap.toVirtual(mark.at));
    else seek(place);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? SMALL_ARROW_MS : ARROW_MS;
    const time = Math.min(axis.to, Math.max(axis.from, store.clock.now()));
    const to = { ArrowLeft: time - by, ArrowRight: time + by, ArrowDown: time - by, ArrowUp: time + by, PageDown: time - length / 10, PageUp: time + length / 10, Home: axis.from, End: axis.to }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    store.seek(Math.min(axis.to, Math.max(axis.from, to)));
  };
  const mark = pointed === undefined ? now : near(pointed);
  return (
    <div className="ph-term__strip" dir="ltr">
      <div
        ref={slider} className="ph-term__heat" role="slider" tabIndex={0} aria-label={words.strip} aria-valuemin={0} aria-valuemax={Math.round(length)} aria-valuenow={0} aria-orientation="horizontal"
        onPointerDown={onPointer} onPointerMove={onPointer} onPointerLeave={() => setPointed(undefined)} onKeyDown={onKeyDown}
      >
        <span className="ph-term__marks" aria-hidden="true">
          {marks.map(({ at, place, look }) => <i key={`${look}${at}`} data-look={look} style={left(place)} />)}
          {placesOf(hits, axis.placeOf).map((place) => <i key={place} data-look="hit" style={left(place)} />)}
        </span>
        {(['ahead', 'played'] as const).map((look) => <svg key={look} className={look} viewBox={`0 0 ${COLUMNS} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true"><path d={path} /></svg>)}
        <span className="ph-term__now" aria-hidden="true" />
      </div>
      <div className="ph-term__said" aria-hidden="true">
        <span ref={said} />
        <span className="ph-cut ph-grow" data-look={mark?.look}>{mark && <VisibleText text={mark.title.slice(0, TITLE)} />}</span>
        <span>{pointed === undefined ? format.time(length) : format.time(pointed * length)}</span>
      </div>
    </div>
  );
}

function left(place: number): CSSProperties {
  return { left: `${(place * 100).toFixed(2)}%` };
}

/** Places of hits, one for each column. */
function placesOf(hits: TerminalStripProps['hits'], placeOf: (at: number) => number): number[] {
  return [...new Set(hits.map(({ at }) => Math.round(placeOf(at) * COLUMNS) / COLUMNS))];
}
