'use client';
import { useEffect, type RefObject } from 'react';
import { ROW_HEIGHT } from './measure-rows.ts';

/**
 * Keys of a list on its rows: arrows and pages move, Enter opens and closes.
 *
 * @param frame - Holds the list.
 * @param move - Goes as many rows further, or back.
 */
export function useListKeys(frame: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>, move: (by: number) => void): void {
  useEffect(() => {
    const feed = frame.current?.querySelector<HTMLElement>('[role=feed]');
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key === 'Enter' && event.target instanceof Element && event.target.matches('article')) {
        const toggle = event.target.querySelector<HTMLElement>('.ph-ev__d');
        if (toggle) event.preventDefault();
        toggle?.click();
        return;
      }
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2 || 10);
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      move(by);
    };
    feed?.addEventListener('keydown', onKeyDown);
    return () => feed?.removeEventListener('keydown', onKeyDown);
  });
}
