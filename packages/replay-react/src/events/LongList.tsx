'use client';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type Dispatch, type ReactElement, type RefObject, type SetStateAction } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { ReplayState } from '@playhead/replay-core';
import { afterPaint } from '../elements/after-paint.ts';
import { lastAt } from '../replay/step-index.ts';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { KeepFocus } from './KeepFocus.tsx';
import { measureRows, ROW_HEIGHT, standAgain, type MeasuredRows } from './measure-rows.ts';
import type { Lists } from './use-feed.ts';
import { useFocusInside } from './use-focus-inside.ts';
import { useListKeys } from './use-list-keys.ts';
import { useListScroll } from './use-list-scroll.ts';
import { useVisibleRows } from './use-visible-rows.ts';

/** How far beyond the screen rows are drawn, in pixels. */
const OVERSCAN = 48;

/** Props of {@link LongList}. */
export interface LongListProps {
  readonly state: ReplayState;
  readonly lists: Lists;
  /** The row at the playhead; -1 for none. */
  readonly place: number;
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
  /** Hears when the first event on the screen happened, where that is in another chapter. */
  readonly onFirst: Dispatch<SetStateAction<number | undefined>>;
}

/** What makes a list of the first rows: keys, focus, staying where it belongs, and where the page has layout all rows, each drawn where it is looked at. */
export function LongList({ state, lists, place, measured, onMeasured, frame, scroller, byHandRef, insideRef, draw, onFirst }: LongListProps): ReactElement {
  const store = useReplayStore();
  const { model: { events, chapters }, currentIndex, live, follow, playing } = state;
  const { feed, list: rows } = lists;
  const { length } = rows;
  const list = useRef<VirtualizerHandle>(null);
  const kept = Math.max(0, place);
  /** Whether the list knows what the screen shows, which it does not before it is on the screen. */
  const [ready, setReady] = useState(false);
  useFocusInside(frame, 'article[tabindex="0"]', feed.rows[rows.at(kept)]?.event.id, insideRef);
  const stayAtEnd = useListScroll(store, scroller, list, byHandRef, { length, row: place, eventId: events[currentIndex]?.id, following: live && follow === 'following', playing, ready });
  useListKeys(frame, scroller, (by) => {
    const row = feed.rows[rows.at(Math.min(length - 1, Math.max(0, place + by)))];
    if (row) store.select(row.event.id);
  });
  // The first rows are seen before others take their place: that costs drawing them anew.
  useEffect(() => onMeasured && afterPaint(() => {
    const view = scroller.current;
    const rows = view && measureRows(view);
    if (!rows) return;
    if (view.scrollTop !== 0) byHandRef.current = true;
    onMeasured(rows);
  }), [scroller, byHandRef, onMeasured]);
  const onAt = useCallback((at: number) => {
    const chapterAt = (time: number): number => Math.max(0, lastAt(chapters, (chapter) => chapter.at, time));
    onFirst((before) => (before !== undefined && chapterAt(before) === chapterAt(at) ? before : at));
  }, [chapters, onFirst]);
  const report = useVisibleRows(list, feed, rows, onAt);
  return (
    <>
      <KeepFocus scroller={scroller} rows={measured} />
      {measured && <AllRows length={length} kept={kept} measured={measured} scroller={scroller} list={list} draw={draw} ready={ready} onMove={report} onResize={() => { setReady(true); report(); stayAtEnd(); }} />}
    </>
  );
}

interface AllRowsProps extends Pick<LongListProps, 'scroller' | 'draw'> {
  readonly length: number;
  readonly kept: number;
  readonly measured: MeasuredRows;
  readonly list: RefObject<VirtualizerHandle | null>;
  /** Until then it draws the rows that were there. */
  readonly ready: boolean;
  readonly onMove: () => void;
  readonly onResize: () => void;
}

function AllRows({ length, kept, measured, scroller, list, draw, ready, onMove, onResize }: AllRowsProps): ReactElement {
  const { from, heights } = measured;
  const [cache] = useState((): [number[], number] => [[...Array.from({ length: from }, () => -1), ...heights], ROW_HEIGHT]);
  useLayoutEffect(() => {
    const view = scroller.current;
    if (!view) return;
    standAgain(view, measured);
    queueMicrotask(() => view.dispatchEvent(new Event('scroll'))); // only an event tells the list where it is scrolled to
  }, [scroller, measured]);
  return (
    <Virtualizer
      ref={list} cache={cache} itemSize={ROW_HEIGHT} bufferSize={OVERSCAN} data={{ length }} keepMounted={ready ? [kept] : heights.map((_, index) => from + index)}
      onScroll={onMove} onResize={onResize}
    >
      {(_row: unknown, index: number) => draw(index)}
    </Virtualizer>
  );
}
