'use client';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { createGestures, type TimelineGestures } from './gestures.ts';
import { useTimelineFrame, type TimelineFrame } from './TimelineContext.ts';
import { panView, zoomView } from './zoom.ts';

const ZOOM_PER_PX = 0.004;

/** Handlers of the slider; Ctrl and wheel zoom, Shift and wheel pan. */
export function useGestures(track: RefObject<HTMLElement | null>): TimelineGestures {
  const store = useReplayStore();
  const frame = useTimelineFrame();
  const latest = useRef<TimelineFrame>(frame);
  useEffect(() => { latest.current = frame; });
  useWheel(track, latest);
  // eslint-disable-next-line react-hooks/refs -- read when a pointer moves, never while drawing
  return useMemo(() => createGestures(store, () => latest.current), [store]);
}

/** The wheel has to be heard by hand: React hears it too late to keep the page from zooming. */
function useWheel(track: RefObject<HTMLElement | null>, latest: RefObject<TimelineFrame>): void {
  useEffect(() => {
    const element = track.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      const { axis, timeMap, setView, zoomed } = latest.current;
      const x = event.clientX - element.getBoundingClientRect().left;
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) setView(zoomView(axis, timeMap.durationMs, x, Math.exp(event.deltaY * ZOOM_PER_PX)));
      else if (zoomed && sideways !== 0) setView(panView(axis, timeMap.durationMs, sideways));
      else return;
      event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [track, latest]);
}
