'use client';
import { useEffect, useState, type RefObject } from 'react';
import { afterPaint } from '../elements/after-paint.ts';
import type { Screen } from './xterm-screen.ts';

/** Whether a screen shows a text: `coming` until it does, `none` where there is no screen. The text beneath it is seen until then. */
export type ScreenState = 'coming' | 'shown' | 'none';

/** Opens a terminal in an element and keeps showing a text in it. */
export function useScreen(element: RefObject<HTMLElement | null>, text: string, off: boolean): ScreenState {
  const [screen, setScreen] = useState<Screen>();
  const [drawn, setDrawn] = useState<Screen>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (off || !target) return;
    if (typeof ResizeObserver === 'undefined') {
      // eslint-disable-next-line react-hooks/set-state-in-effect -- a server does not know what the browser has
      setFailed(true);
      return;
    }
    let gone = false;
    let opened: Screen | undefined;
    // The largest code of all: the coloured text is seen before it is fetched.
    const stop = afterPaint(() => void import('./xterm-screen.ts').then(
      ({ openScreen }) => {
        if (gone) return;
        opened = openScreen(target);
        setScreen(opened);
      },
      () => { if (!gone) setFailed(true); }, // the coloured text stays
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
  if (off || failed) return 'none';
  return screen !== undefined && drawn === screen ? 'shown' : 'coming';
}
