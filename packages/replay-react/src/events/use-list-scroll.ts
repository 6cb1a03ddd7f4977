'use client';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { VListHandle } from 'virtua';
import type { ReplayStore } from '@playhead/replay-core';

/** How far from its end a list still counts as at its end, in pixels. */
const NEAR_END = 24;

/** What a list has to know to move. */
export interface ListPlace {
  /** How many rows there are. */
  readonly length: number;
  /** The row of the playhead; -1 for none. */
  readonly row: number;
  /** Another one means that the playhead moved: appended events do not change it. */
  readonly eventId: string | undefined;
  /** Whether the list stays at its end. */
  readonly following: boolean;
  readonly playing: boolean;
}

/** What a list with rows can be asked. */
export interface ListScroll {
  /** For the element around the list. */
  readonly handlers: { readonly onWheel: (event: { readonly deltaY: number }) => void; readonly onTouchMove: () => void; readonly onPointerDown: (event: { readonly target: EventTarget; readonly currentTarget: Element }) => void };
  /** For the list. */
  readonly onScroll: () => void;
}

/**
 * Keeps a list where it belongs: at its end while following, at the playhead when that moves, and otherwise where the
 * user left it. Scrolling away from the end detaches from it.
 */
export function useListScroll(store: ReplayStore, list: RefObject<VListHandle | null>, place: ListPlace): ListScroll {
  const { length, row, eventId, following, playing } = place;
  /** Whether the user scrolled since the list was last moved. */
  const byHand = useRef(false);
  /** Whether the user looks elsewhere while it plays. */
  const away = useRef(false);
  const isFollowing = useRef(following);
  useEffect(() => { isFollowing.current = following; }, [following]);
  useEffect(() => { away.current = false; }, [playing]);

  useEffect(() => {
    if (!following || length === 0) return;
    byHand.current = false;
    list.current?.scrollToIndex(length - 1, { align: 'end' });
  }, [list, following, length]);

  const target = useRef({ row, length });
  useEffect(() => { target.current = { row, length }; }, [row, length]);
  useEffect(() => {
    if (following || eventId === undefined || target.current.row < 0) return;
    if (playing && away.current) return;
    byHand.current = false;
    if (list.current) show(list.current, target.current.row, target.current.length);
  }, [list, following, eventId, playing]);

  const onScroll = useCallback(() => {
    const { current } = list;
    if (!current || !byHand.current) return;
    away.current = true;
    if (!isFollowing.current || current.scrollOffset + current.viewportSize > current.scrollSize - NEAR_END) return;
    byHand.current = false;
    isFollowing.current = false;
    store.seek(store.clock.now());
  }, [list, store]);

  const touched = (): void => { byHand.current = true; };
  return {
    handlers: { onWheel: touched, onTouchMove: touched, onPointerDown: ({ target: at, currentTarget }) => { if (at instanceof Element && at.parentElement === currentTarget) touched(); } },
    onScroll,
  };
}

/** Moves a list as little as needed to show a row and its neighbour; from far away to the middle. */
function show(list: VListHandle, row: number, length: number): void {
  const [top, size] = [list.getItemOffset(row), list.getItemSize(row)];
  const [from, height] = [list.scrollOffset, list.viewportSize];
  if (top >= from && top + size <= from + height) return;
  const near = top > from - height / 2 && top < from + height * 1.5;
  if (near) list.scrollToIndex(top < from ? Math.max(0, row - 1) : Math.min(length - 1, row + 1), { align: 'nearest' });
  else list.scrollToIndex(row, { align: 'center' });
}
