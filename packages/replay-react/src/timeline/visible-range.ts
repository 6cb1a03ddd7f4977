'use client';
import { createContext, useContext, type Context } from 'react';
import { createCell } from '../elements/cell.ts';

/** The part of the events that a list shows: indices in `model.events`, both ends included. */
export interface VisibleRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Tells the timeline which events the list has on the screen. It lives outside React, because it changes with every
 * frame of scrolling: the list calls `set`, the timeline writes to the DOM.
 */
export interface VisibleRangeStore {
  /** What is on the screen; `undefined` when no list is. */
  get(): VisibleRange | undefined;
  set(range: VisibleRange | undefined): void;
  /** @returns Stops it. */
  subscribe(listener: () => void): () => void;
}

/** Makes an empty one. Each `ReplayRoot` has its own. */
export function createVisibleRange(): VisibleRangeStore {
  return createCell<VisibleRange>((a, b) => a?.from === b?.from && a?.to === b?.to);
}

/** The one of the replay above. */
export const VisibleRangeContext: Context<VisibleRangeStore | undefined> = createContext<VisibleRangeStore | undefined>(undefined);

/** Where a list says what it shows; absent outside a `ReplayRoot`. */
export function useVisibleRange(): VisibleRangeStore | undefined {
  return useContext(VisibleRangeContext);
}
