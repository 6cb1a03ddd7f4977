'use client';
import { useEffect, useState, type RefObject } from 'react';
import { afterPaint } from '../elements/after-paint.ts';
import type { Screen } from './xterm-screen.ts';

/**
 * Opens a terminal in an element and keeps showing a text in it.
 *
 * @returns Whether the screen shows the text; until then the text beneath it is seen.
 */
export function useScreen(element: RefObject<HTMLElement | null>, text: string, off: boolean): boolean {
  const [screen, setScreen] = useState<Screen>();
  const [drawn, setDrawn] = useState<Screen>();
  useEffect(() => {
    const target = element.current;
    if (off || !target || typeof ResizeObserver === 'undefined') return;
    let gone = false;
    let opened: Screen | undefined;
    // The largest code of all: the coloured text is seen before it is fetched.
    const stop = afterPaint(() => void import('./xterm-screen.ts').then(
      ({ openScreen }) => {
        if (gone) return;
        opened = openScreen(target);
        setScreen(opened);
      },
      () => undefined, // the coloured text stays
    ));
    return () => {
      gone = true;
      stop();
      opened?.close();
      setScreen(undefined);
      setDrawn(undefined);
    };
  }, [element, off]);
  useEffect(() => {
    let gone = false;
    if (screen) void screen.show(text).then(() => { if (!gone) setDrawn(screen); });
    return () => { gone = true; };
  }, [screen, text]);
  return screen !== undefined && drawn === screen;
}
