'use client';
import { useEffect, useRef, type RefObject } from 'react';

/** For how many frames a row may stay hidden. */
const TRIES = 20;

/**
 * Keeps the focus in a list when the row that has it goes away or another one takes its place.
 *
 * @param frame - Holds the list, and in it an element with `data-keeps-focus`.
 * @param selector - Finds the row that the focus belongs to.
 * @param row - Another one means that the focus moves there.
 * @param insideRef - Whether the focus is in the list, as React hears of it: a row that is taken away loses the focus without a word, then it is still ours.
 */
export function useFocusInside(frame: RefObject<HTMLElement | null>, selector: string, row: unknown, insideRef: RefObject<boolean>): void {
  const latest = useRef(selector);
  useEffect(() => {
    latest.current = selector;
    // A dialog that React takes away gives the focus back while React is deaf to events.
    if (frame.current?.contains(document.activeElement)) insideRef.current = true;
  });
  const known = useRef(row);
  useEffect(() => {
    if (known.current === row) return;
    known.current = row;
    if (!insideRef.current) return;
    let frameId = 0;
    const move = (triesLeft: number): void => {
      const element = frame.current?.querySelector<HTMLElement>(latest.current);
      element?.focus({ preventScroll: true });
      if (document.activeElement === element || triesLeft === 0) return;
      // A virtual list hides a new row until it is measured: until then the list itself keeps the focus, and the keys.
      if (!frame.current?.contains(document.activeElement)) frame.current?.querySelector<HTMLElement>('[data-keeps-focus]')?.focus({ preventScroll: true });
      frameId = requestAnimationFrame(() => move(triesLeft - 1));
    };
    move(TRIES);
    return () => cancelAnimationFrame(frameId);
  }, [frame, row, insideRef]);
}
