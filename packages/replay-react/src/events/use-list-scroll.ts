'use client';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { ReplayStore } from '@playhead/replay-core';
import { keepInSight } from './keep-in-sight.ts';

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
  /** Whether there is a list that can be moved. */
  readonly ready: boolean;
}

/**
 * Keeps a list where it belongs: at its end while following, at the playhead when that moves, and otherwise where the
 * user left it. Scrolling away from the end detaches from it.
 *
 * @param byHandRef - Whether the user scrolled since the list was last moved.
 * @returns To be called when the list has another size: while following, its end is shown again.
 */
export function useListScroll(store: ReplayStore, scroller: RefObject<HTMLElement | null>, list: RefObject<VirtualizerHandle | null>, byHandRef: RefObject<boolean>, place: ListPlace): () => void {
  const { length, row, eventId, following, playing, ready } = place;
  /** Whether the user looks elsewhere while it plays. */
  const away = useRef(false);
  const isFollowing = useRef(following);
  useEffect(() => { isFollowing.current = following; }, [following]);
  useEffect(() => { away.current = false; }, [playing]);

  const onScroll = useCallback(() => {
    const { current } = scroller;
    if (!current || !byHandRef.current) return;
    away.current = true;
    if (!isFollowing.current || current.scrollTop + current.clientHeight > current.scrollHeight - NEAR_END) return;
    byHandRef.current = false;
    isFollowing.current = false;
    store.seek(store.clock.now());
  }, [scroller, byHandRef, store]);
  useEffect(() => {
    const { current } = scroller;
    current?.addEventListener('scroll', onScroll, { passive: true });
    return () => current?.removeEventListener('scroll', onScroll);
  }, [scroller, onScroll]);

  /** Whether the user had scrolled before the list could be moved: it stays there. */
  const stays = useRef(false);
  useEffect(() => {
    stays.current = ready && byHandRef.current;
    if (stays.current) onScroll();
  }, [ready, byHandRef, onScroll]);

  useEffect(() => {
    if (!ready || !following || !isFollowing.current || length === 0) return;
    byHandRef.current = false;
    list.current?.scrollToIndex(length - 1, { align: 'end' });
  }, [list, byHandRef, ready, following, length]);

  const target = useRef({ row, length });
  useEffect(() => { target.current = { row, length }; }, [row, length]);
  useEffect(() => {
    if (!ready || following || eventId === undefined || target.current.row < 0) return;
    if ((playing && away.current) || stays.current) {
      stays.current = false;
      return;
    }
    byHandRef.current = false;
    const [rows, view] = [list.current, scroller.current];
    if (!rows || !view) return;
    const { row: at, length: count } = target.current;
    show(rows, view, at, count);
    const stop = keepInSight(rows, view, at, () => show(rows, view, at, count));
    view.addEventListener('keydown', stop);
    view.addEventListener('pointerdown', stop);
    return () => {
      stop();
      view.removeEventListener('keydown', stop);
      view.removeEventListener('pointerdown', stop);
    };
  }, [list, scroller, byHandRef, ready, following, eventId, playing]);

  return useCallback(() => {
    if (!isFollowing.current || target.current.length === 0) return;
    byHandRef.current = false;
    list.current?.scrollToIndex(target.current.length - 1, { align: 'end' });
  }, [list, byHandRef]);
}

/** Moves a list as little as needed to show a row and its neighbour; from far away to the middle. */
function show(list: VirtualizerHandle, { scrollTop: from, clientHeight: height }: Element, row: number, length: number): void {
  const [top, size] = [list.getItemOffset(row), list.getItemSize(row)];
  if (top >= from && top + size <= from + height) return;
  const near = top > from - height / 2 && top < from + height * 1.5;
  // Which edge is nearest is worked out here: a list that was just made does not know yet where it stands.
  if (!near) list.scrollToIndex(row, { align: 'center' });
  else if (top < from) list.scrollToIndex(Math.max(0, row - 1), { align: 'start' });
  else list.scrollToIndex(Math.min(length - 1, row + 1), { align: 'end' });
}
