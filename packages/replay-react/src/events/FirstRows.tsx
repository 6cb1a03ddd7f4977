'use client';
import { useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { BEFORE, FIRST_ROWS, firstRow, makeRoom, reveal, ROW_HEIGHT, type MeasuredRows } from './first-rows.ts';

/** Props of {@link FirstRows}. */
export interface FirstRowsProps {
  /** How many rows there are. */
  readonly length: number;
  /** The row at the playhead. */
  readonly place: number;
  /** Whether the end stays in view. */
  readonly following: boolean;
  /** Whether the user scrolled: then rows stay where they are. */
  readonly byHandRef: RefObject<boolean>;
  readonly draw: (index: number) => ReactElement;
  /** Takes the rows over, at their heights. Absent until there is something that can. */
  readonly onMeasured: ((rows: MeasuredRows) => void) | undefined;
}

/** The rows around the playhead in the flow of the page, in an element that scrolls: what a server draws, and what shows until rows are drawn where they are looked at. */
export function FirstRows({ length, place, following, byHandRef, draw, onMeasured }: FirstRowsProps): ReactElement {
  const boxRef = useRef<HTMLDivElement>(null);
  /** How many rows fit on the screen; not known on a server, and to who takes its markup over. */
  const [screen, setScreen] = useState<number>();
  const [first] = useState(() => firstRow(place, length, FIRST_ROWS));
  const [view, setView] = useState({ place, from: first });
  const count = Math.max(FIRST_ROWS, (screen ?? 0) + BEFORE);
  const from = Math.max(0, Math.min(view.from, length - (screen ?? FIRST_ROWS)));
  if (view.place !== place) setView({ place, from: place >= from && place < from + count ? from : firstRow(place, length, count) });

  useLayoutEffect(() => {
    setScreen(Math.ceil((boxRef.current?.parentElement?.clientHeight ?? 0) / ROW_HEIGHT));
  }, []);

  const placed = useRef(false);
  useLayoutEffect(() => {
    const { current } = boxRef;
    if (!current || screen === undefined) return;
    if (!placed.current) byHandRef.current ||= makeRoom(current, first - from);
    placed.current = true;
    if (!byHandRef.current) reveal(current, following ? undefined : Math.max(0, place - from));
  }, [byHandRef, screen, first, from, place, length, following]);

  useLayoutEffect(() => {
    if (onMeasured && screen !== undefined) onMeasured({ from, heights: Array.from(boxRef.current?.children ?? [], (row) => row.getBoundingClientRect().height || -1) });
  });

  const drawn = Math.min(count, length - from);
  return (
    <div ref={boxRef} style={{ position: 'relative', paddingBlock: `${screen === undefined ? 0 : from * ROW_HEIGHT}px ${(length - from - drawn) * ROW_HEIGHT}px` }}>
      {Array.from({ length: drawn }, (_, index) => {
        const row = draw(from + index);
        return <div key={row.key} style={{ contain: 'layout style' }}>{row}</div>;
      })}
    </div>
  );
}
