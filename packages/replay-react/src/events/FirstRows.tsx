'use client';
import type { ReactElement } from 'react';
import { firstWindow } from './first-window.ts';

/** Props of {@link FirstRows}. */
export interface FirstRowsProps {
  /** How many rows there are. */
  readonly length: number;
  /** The row at the playhead; -1 for none. */
  readonly place: number;
  /** How many rows are drawn at most. Default 28. */
  readonly most: number | undefined;
  readonly draw: (index: number) => ReactElement;
}

/** The rows around the playhead in the flow of the page: what a server draws, and what shows until rows are drawn where they are looked at. */
export function FirstRows({ length, place, most, draw }: FirstRowsProps): ReactElement {
  const { from, to, atEnd } = firstWindow(place, length, most);
  return (
    <div data-from={from} data-end={atEnd || undefined}>
      {Array.from({ length: to - from }, (_, index) => {
        const row = draw(from + index);
        return <div key={row.key} className="ph-feed__row">{row}</div>;
      })}
    </div>
  );
}
