import { compareRecords, type EventKind, type SessionRecord } from '@playhead/protocol';
import type { FileChange, ReplayEvent, TestRun } from './types.ts';

/** A record in the model, with what was worked out about it. Internal: never leaves the package. */
export interface Entry {
  readonly record: SessionRecord;
  event: ReplayEvent;
  /** Worked out once, when asked for. */
  change?: FileChange;
  test?: TestRun;
  /** What its command commits; null when it commits nothing. */
  commit?: string | null;
}

/** The event kinds, as words: a tool call may say which one it is shown as. */
export type Kind = EventKind;

/** Where an entry stands in an ordered list, or would stand. */
export function placeOf(list: { readonly length: number; at(index: number): Entry | undefined }, record: SessionRecord): number {
  let low = 0;
  let high = list.length;
  const last = list.at(high - 1);
  if (!last) return high;
  const order = compareRecords(last.record, record); // most of the time it is about the end of the list
  if (order <= 0) return order < 0 ? high : high - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = list.at(middle);
    if (entry && compareRecords(entry.record, record) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds an entry to an ordered list. @returns Where it now stands. */
export function insertEntry(list: Entry[], entry: Entry): number {
  const place = placeOf(list, entry.record);
  if (place === list.length) list.push(entry);
  else list.splice(place, 0, entry);
  return place;
}

/** Takes an entry out of an ordered list. */
export function removeEntry(list: Entry[], entry: Entry): void {
  const place = placeOf(list, entry.record);
  if (list[place] === entry) list.splice(place, 1);
}

/**
 * Where several witnesses report the same thing, one of them is shown: the first.
 * Entries of other witnesses are left out, so that nothing shows twice.
 */
export function ofOneWitness(entries: readonly Entry[]): readonly Entry[] {
  const via = entries[0]?.record.via;
  return entries.filter((entry) => entry.record.via === via);
}
