import type { SessionOrder } from '@playhead/protocol';
import { positionOf } from './session-page.ts';

/** How slots of a table are looked through. */
export interface FirstSlotsOptions {
  /** How many are wanted. */
  readonly size: number;
  readonly direction: SessionOrder;
  /** The position that a page before ended at. */
  readonly after: string | undefined;
  readonly valueOf: (slot: number) => number;
  readonly idOf: (slot: number) => string;
  readonly fits: (slot: number) => boolean;
}

/** The first slots by a column, then by id: one walk that keeps no more than are wanted, and looks closely only at what may be among them. */
export function firstSlots(slots: readonly number[], { size, direction, after, valueOf, idOf, fits }: FirstSlotsOptions): readonly number[] {
  const sign = direction === 'descending' ? -1 : 1;
  const compare = (a: number, b: number): number => sign * (valueOf(a) - valueOf(b) || (idOf(a) < idOf(b) ? -1 : 1));
  const kept: number[] = [];
  const isAfter = (slot: number): boolean => {
    if (after === undefined) return true;
    const position = positionOf(valueOf(slot), idOf(slot));
    return sign < 0 ? position < after : position > after;
  };
  for (const slot of slots) {
    const worst = kept.length === size ? kept.at(-1) : undefined;
    if (worst !== undefined && compare(slot, worst) > 0) continue;
    if (!isAfter(slot) || !fits(slot)) continue;
    let low = 0;
    for (let high = kept.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (compare(kept[middle] ?? 0, slot) < 0) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, slot);
    if (kept.length > size) kept.pop();
  }
  return kept;
}
