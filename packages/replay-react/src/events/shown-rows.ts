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
  let known = 0;
  return {
    get length() { return kept ? kept.length : total; },
    at: (place) => (kept ? (kept[place] ?? -1) : place < total ? place : -1),
    placeOf: (row) => (kept ? lastUpTo(kept, row) : Math.min(row, total - 1)),
    update(feed, narrowing) {
      const { rows } = feed;
      const same = by !== undefined && by.filter === narrowing.filter && by.range === narrowing.range && known <= rows.length;
      by = narrowing;
      total = rows.length;
      if (!narrowing.shown.narrowed) {
        kept = undefined;
        known = 0;
        return;
      }
      const from = same && kept ? Math.min(feed.changedFrom, known) : 0;
      const before = kept && from > 0 ? kept : [];
      kept = before.slice(0, from > 0 ? lastUpTo(before, from - 1) + 1 : 0);
      for (let row = from; row < rows.length; row++) if (includesRow(narrowing, rows[row])) kept.push(row);
      known = rows.length;
    },
  };
}

function includesRow({ shown }: Narrowing, row: FeedRow | undefined): boolean {
  return row !== undefined && (shown.includes(row.event) || row.details.some((event) => shown.includes(event)));
}

function lastUpTo(places: readonly number[], row: number): number {
  return lastAt(places, (place) => place, row);
}
