'use client';
import { useEffect, type RefObject } from 'react';
import { useLatest } from '../elements/use-latest.ts';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useTimelineFrame } from './TimelineContext.ts';

const HEARD = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerleave', 'dblclick', 'wheel'] as const;
/** Most events that are kept for later. */
const MOST_EARLY = 200;

/**
 * Hands pointer and wheel on the slider to its gestures. Those are loaded once it is shown; what comes before is kept for them.
 * Listens by hand: React hears the wheel too late to keep the page from zooming.
 */
export function useGestures(track: RefObject<HTMLElement | null>): void {
  const store = useReplayStore();
  const frame = useTimelineFrame();
  const latest = useLatest(frame);
  useEffect(() => {
    const element = track.current;
    if (!element) return;
    const early: Event[] = [];
    const load = (): void => void import('./interaction.ts').then(({ createGestures }) => {
      if (handle !== keep) return;
      handle = createGestures(element, store, () => latest.current);
      early.forEach(handle);
    }, () => undefined); // the next event tries again
    const keep = (event: Event): void => {
      if (event instanceof WheelEvent && (event.ctrlKey || event.metaKey)) event.preventDefault();
      if (early.length < MOST_EARLY) early.push(event);
      load();
    };
    let handle = keep;
    const hear = (event: Event): void => handle(event);
    for (const type of HEARD) element.addEventListener(type, hear, { passive: false });
    load();
    return () => {
      handle = () => undefined;
      for (const type of HEARD) element.removeEventListener(type, hear);
    };
  }, [track, store, latest]);
}
