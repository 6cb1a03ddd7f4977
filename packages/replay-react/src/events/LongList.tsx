'use client';
import { useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useReplayStore } from '../replay/StoreContext.tsx';
import type { Feed } from './feed.ts';
import { KeepFocus } from './KeepFocus.tsx';
import { measureRows, ROW_HEIGHT, standAgain, type MeasuredRows } from './measure-rows.ts';
import type { ShownRows } from './shown-rows.ts';
import { useFocusInside } from './use-focus-inside.ts';
import { useListKeys } from './use-list-keys.ts';
import { useListScroll } from './use-list-scroll.ts';
import { useVisibleRows } from './use-visible-rows.ts';

/** How far beyond the screen rows are drawn, in pixels. */
const OVERSCAN = 48;

/** Props of {@link LongList}. */
export interface LongListProps {
  readonly feed: Feed;
  readonly rows: ShownRows;
  /** How many rows there are. */
  readonly length: number;
  /** The row at the playhead; -1 for none. */
  readonly place: number;
  readonly eventId: string | undefined;
  readonly following: boolean;
  readonly playing: boolean;
  /** The rows that are on the page: all rows take their place, where they stand. Undefined while they stay. */
  readonly measured: MeasuredRows | undefined;
  /** Takes the rows that are on the page away. Absent where the page has no layout: there they stay. */
  readonly onMeasured: ((rows: MeasuredRows) => void) | undefined;
  readonly frame: RefObject<HTMLElement | null>;
  /** Its parent: it scrolls. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly byHandRef: RefObject<boolean>;
  readonly insideRef: RefObject<boolean>;
  readonly draw: (index: number) => ReactElement;
  readonly onFirst: (at: number) => void;
}

/** What makes a list of the first rows: keys, focus, staying where it belongs, and where the page has layout all rows, each drawn where it is looked at. */
export function LongList({ feed, rows, length, place, eventId, following, playing, measured, onMeasured, frame, scroller, byHandRef, insideRef, draw, onFirst }: LongListProps): ReactElement {
  const store = useReplayStore();
  const list = useRef<VirtualizerHandle>(null);
  const kept = Math.max(0, place);
  useFocusInside(frame, 'article[tabindex="0"]', feed.rows[rows.at(kept)]?.event.id, insideRef);
  useListScroll(store, scroller, list, byHandRef, { length, row: place, eventId, following, playing, ready: measured !== undefined });
  useListKeys(frame, scroller, (by) => {
    const row = feed.rows[rows.at(Math.min(length - 1, Math.max(0, place + by)))];
    if (row) store.select(row.event.id);
  });
  useLayoutEffect(() => {
    const view = frame.current?.querySelector<HTMLElement>('.ph-feed__rows');
    const rows = view && measureRows(view);
    if (!onMeasured || !rows) return;
    if (view.scrollTop !== 0) byHandRef.current = true;
    onMeasured(rows);
  });
  const report = useVisibleRows(list, feed, rows, onFirst);
  return (
    <>
      <KeepFocus scroller={scroller} rows={measured} />
      {measured && <AllRows length={length} kept={kept} measured={measured} scroller={scroller} list={list} draw={draw} onMove={report} />}
    </>
  );
}

interface AllRowsProps extends Pick<LongListProps, 'length' | 'scroller' | 'draw'> {
  readonly kept: number;
  readonly measured: MeasuredRows;
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly onMove: () => void;
}

function AllRows({ length, kept, measured, scroller, list, draw, onMove }: AllRowsProps): ReactElement {
  const { from, heights } = measured;
  const [cache] = useState((): [number[], number] => [[...Array.from({ length: from }, () => -1), ...heights], ROW_HEIGHT]);
  /** Whether it knows what the screen shows; until then it draws the rows that were there. */
  const [ready, setReady] = useState(false);
  useLayoutEffect(() => {
    const view = scroller.current;
    if (!view) return;
    standAgain(view, measured);
    queueMicrotask(() => view.dispatchEvent(new Event('scroll'))); // only an event tells the list where it is scrolled to
  }, [scroller, measured]);
  return (
    <Virtualizer
      ref={list} cache={cache} itemSize={ROW_HEIGHT} bufferSize={OVERSCAN} data={{ length }} keepMounted={ready ? [kept] : heights.map((_, index) => from + index)}
      onScroll={onMove} onResize={() => { setReady(true); onMove(); }}
    >
      {(_row: unknown, index: number) => draw(index)}
    </Virtualizer>
  );
}
