'use client';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { TextRow, TextRows } from './text-rows.ts';

/** Height of a row in CSS pixels. */
export const ROW_HEIGHT = 18;
/** Browsers draw nothing beyond some 16 million pixels; a longer text scrolls faster. */
const MOST_PIXELS = 8_000_000;
/** Rows that are drawn above and below what is seen. */
const BEYOND = 20;

/** The rows that are drawn. */
export interface RowWindow {
  readonly first: number;
  readonly rows: readonly TextRow[];
  /** Height of everything that scrolls, in CSS pixels. */
  readonly height: number;
  /** Where the first drawn row stands in it. */
  readonly top: number;
  /** First row that is seen now. */
  readonly firstSeen: () => number;
  /** Scrolls a row into the middle. */
  readonly reveal: (row: number) => void;
}

/** Keeps the rows around what is seen at hand. @param version - Changes with what is known. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, rows: TextRows, count: number, version: number): RowWindow {
  const [drawn, setDrawn] = useState<{ readonly rows: TextRows; readonly first: number; readonly texts: readonly TextRow[] }>();
  const asked = useRef(0);
  const height = Math.min(count * ROW_HEIGHT, MOST_PIXELS);
  const firstSeen = useCallback(() => {
    const element = scroller.current;
    if (!element || count === 0) return 0;
    const room = Math.max(1, height - element.clientHeight);
    const last = Math.max(0, count - Math.floor(element.clientHeight / ROW_HEIGHT));
    const row = count * ROW_HEIGHT <= MOST_PIXELS ? element.scrollTop / ROW_HEIGHT : (element.scrollTop / room) * last;
    return Math.max(0, Math.min(count - 1, Math.floor(row)));
  }, [scroller, count, height]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const draw = (): void => {
      const first = Math.max(0, firstSeen() - BEYOND);
      const wanted = Math.ceil((element.clientHeight || 600) / ROW_HEIGHT) + 2 * BEYOND;
      const ask = (asked.current += 1);
      rows.read(first, Math.min(wanted, count - first)).then((texts) => { if (ask === asked.current) setDrawn({ rows, first, texts }); }, () => undefined);
    };
    draw();
    element.addEventListener('scroll', draw, { passive: true });
    const observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(draw);
    observer?.observe(element);
    return () => {
      asked.current += 1;
      element.removeEventListener('scroll', draw);
      observer?.disconnect();
    };
  }, [scroller, rows, count, firstSeen, version]);
  const reveal = useCallback((row: number) => {
    const element = scroller.current;
    if (!element) return;
    const middle = Math.max(0, row - Math.floor(element.clientHeight / ROW_HEIGHT / 2));
    const last = Math.max(1, count - Math.floor(element.clientHeight / ROW_HEIGHT));
    element.scrollTo({ top: count * ROW_HEIGHT <= MOST_PIXELS ? middle * ROW_HEIGHT : (middle / last) * (height - element.clientHeight) });
  }, [scroller, count, height]);
  const current = drawn?.rows === rows ? drawn : undefined;
  const first = current?.first ?? 0;
  return { first, rows: current?.texts ?? [], height, top: count * ROW_HEIGHT <= MOST_PIXELS ? first * ROW_HEIGHT : Math.max(0, topOf(scroller.current, first, firstSeen())), firstSeen, reveal };
}

/** In a text that is longer than what scrolls, rows stand around where the scroller stands. */
function topOf(element: HTMLElement | null, first: number, seen: number): number {
  return element ? element.scrollTop - (seen - first) * ROW_HEIGHT : 0;
}
