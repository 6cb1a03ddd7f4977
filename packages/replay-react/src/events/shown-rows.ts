import type { ReplayState } from '@playhead/replay-core';
import { lastAt } from '../replay/step-index.ts';
import type { Feed, FeedRow } from './feed.ts';

/** What narrows the list. */
export type Narrowing = Pick<ReplayState, 'filter' | 'range' | 'shown'>;

/** The rows that filter and range leave, by their place in the feed. */
export interface ShownRows {
  readonly length: number;
  /** The place in the feed of the row at a place in the list. */
  at(place: number): number;
  /** The last place in the list whose row is at or before a place in the feed; -1 before the first. */
  placeOf(row: number): number;
  /** Takes in the feed after each of its updates. */
  update(feed: Feed, narrowing: Narrowing): void;
}

/** Makes an empty list. Where nothing is left out it costs nothing; else only rows that changed are looked at again. */
export function createShownRows(): ShownRows {
  let total = 0;
  let kept: number[] | undefined;
  let by: Narrowing | undefined;
  return {
    get length() { return kept ? kept.length : total; },
    at: (place) => (kept ? kept[place] : place < total ? place : undefined) ?? -1,
    placeOf: (row) => (kept ? lastUpTo(kept, row) : Math.min(row, total - 1)),
    update({ rows, changedFrom }, narrowing) {
      const { filter, range, shown } = narrowing;
      const known = by?.filter === filter && by.range === range && total <= rows.length ? Math.min(changedFrom, total) : 0;
      by = narrowing;
      total = rows.length;
      if (!shown.narrowed) kept = undefined;
      else {
        const from = kept ? known : 0;
        kept = kept?.slice(0, lastUpTo(kept, from - 1) + 1) ?? [];
        for (let row = from; row < total; row++) if (includesRow(shown, rows[row])) kept.push(row);
      }
    },
  };
}

function includesRow(shown: Narrowing['shown'], row: FeedRow | undefined): boolean {
  return row !== undefined && (shown.includes(row.event) || row.details.some((event) => shown.includes(event)));
}

function lastUpTo(places: readonly number[], row: number): number {
  return lastAt(places, (place) => place, row);
}
