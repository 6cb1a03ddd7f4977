'use client';
import { useEffect, useState, type RefObject } from 'react';

/** Rows to draw and the space of those left out. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
  /** CSS pixels above and below the drawn rows. */
  readonly above: number;
  readonly below: number;
}

const WHOLE = 200;
const STEP = 20;
const GUESSED_HEIGHT = 53;

/**
 * Which rows of a long table are near the screen, whatever scrolls. Tables of up to 200 rows are drawn whole.
 *
 * @param body - The table's body, with rows of one height.
 */
export function useRowWindow(body: RefObject<HTMLTableSectionElement | null>, count: number): RowWindow {
  const [view, setView] = useState({ from: 0, to: 3 * STEP, height: GUESSED_HEIGHT });
  const long = count > WHOLE;
  useEffect(() => {
    if (!long) return;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const element = body.current;
      if (!element) return;
      const height = element.querySelector('[data-row]')?.getBoundingClientRect().height || GUESSED_HEIGHT;
      const top = element.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(-top / height / STEP) * STEP - STEP);
      const to = Math.ceil((window.innerHeight - top) / height / STEP) * STEP + STEP;
      setView((before) => (before.from === from && before.to === to && before.height === height ? before : { from, to: Math.max(to, from + STEP), height }));
    };
    const soon = (): void => { frame ||= requestAnimationFrame(look); };
    soon();
    document.addEventListener('scroll', soon, { capture: true, passive: true });
    window.addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', soon, { capture: true });
      window.removeEventListener('resize', soon);
    };
  }, [body, long, count]);
  if (!long) return { from: 0, to: count, above: 0, below: 0 };
  const from = Math.min(view.from, Math.max(0, count - STEP));
  const to = Math.min(count, Math.max(view.to, from + STEP));
  return { from, to, above: from * view.height, below: (count - to) * view.height };
}
