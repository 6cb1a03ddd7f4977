'use client';
import { useEffect, useMemo, useRef, type PointerEvent, type RefObject } from 'react';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { hitAt } from './hit-at.ts';
import { rangeOf } from './range.ts';
import { useTimelineFrame, type TimelineFrame } from './TimelineContext.ts';
import { panView, zoomView } from './zoom.ts';

/** A pointer that moves less than this far is a click, in px. */
const CLICK_PX = 4;
/** How near the cap of the playhead a pointer takes it, in px. */
const CAP_PX = 8;
const ZOOM_PER_PX = 0.004;

/** What the pointer does since it went down. */
interface Press {
  readonly x: number;
  readonly y: number;
  mode: 'click' | 'range' | 'scrub';
}

/** Handlers of the slider. */
export interface TimelineGestures {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(event: PointerEvent<HTMLElement>): void;
  onPointerLeave(event: PointerEvent<HTMLElement>): void;
  onDoubleClick(): void;
}

/** Click goes to an event, drag sets the range, the cap can be dragged, two fingers and Ctrl and wheel zoom, Shift and wheel pan. */
export function useGestures(track: RefObject<HTMLElement | null>): TimelineGestures {
  const store = useReplayStore();
  const frame = useTimelineFrame();
  const latest = useRef<TimelineFrame>(frame);
  useEffect(() => { latest.current = frame; });
  useWheel(track, latest);

  return useMemo((): TimelineGestures => {
    let press: Press | undefined;
    const fingers = new Map<number, number>();
    const place = (event: PointerEvent<HTMLElement>): { x: number; y: number } => {
      const { left, bottom } = event.currentTarget.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - (bottom - latest.current.geometry.height) };
    };
    const point = (index: number): void => {
      const { hover, events } = latest.current;
      hover.set(index >= 0 ? index : undefined);
      store.highlight(events[index]?.id);
    };
    const leave = (): void => {
      if (latest.current.hover.get() !== undefined) point(-1);
    };
    const pinch = (event: PointerEvent<HTMLElement>): void => {
      const spread = (): number => Math.max(8, Math.abs([...fingers.values()].reduce((a, b) => a - b)));
      const before = spread();
      const { x } = place(event);
      fingers.set(event.pointerId, x);
      const { axis, timeMap, setView } = latest.current;
      const middle = [...fingers.values()].reduce((a, b) => a + b) / 2;
      setView(zoomView(axis, timeMap.durationMs, middle, before / spread()));
    };
    const stop = (event: PointerEvent<HTMLElement>): Press | undefined => {
      const ended = fingers.size > 1 ? undefined : press;
      fingers.delete(event.pointerId);
      press = undefined;
      latest.current.draft.set(undefined);
      return ended;
    };
    return {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        const { x, y } = place(event);
        event.currentTarget.setPointerCapture?.(event.pointerId);
        fingers.set(event.pointerId, x);
        leave();
        if (fingers.size > 1) {
          press = undefined;
          latest.current.draft.set(undefined);
          return;
        }
        const onCap = y < CAP_PX && y > -CAP_PX - 4 && Math.abs(latest.current.axis.toX(store.clock.now()) - x) <= CAP_PX;
        press = { x, y, mode: onCap ? 'scrub' : 'click' };
      },
      onPointerMove: (event) => {
        if (fingers.size === 2 && fingers.has(event.pointerId)) return pinch(event);
        const { x, y } = place(event);
        const { axis, draft } = latest.current;
        if (!press) {
          if (event.pointerType !== 'touch') point(hitAt(latest.current, store.getState(), x, y));
          return;
        }
        if (press.mode === 'scrub') return store.seek(axis.toMs(x));
        if (press.mode === 'click' && Math.abs(x - press.x) < CLICK_PX) return;
        press.mode = 'range';
        draft.set({ from: Math.min(press.x, x), to: Math.max(press.x, x) });
      },
      onPointerUp: (event) => {
        const { x } = place(event);
        const ended = stop(event);
        if (!ended || ended.mode === 'scrub') return;
        if (ended.mode === 'range') return store.setRange(rangeOf(latest.current, ended.x, x));
        const hit = latest.current.events[hitAt(latest.current, store.getState(), ended.x, ended.y)];
        if (hit) store.select(hit.id);
      },
      onPointerCancel: (event) => void stop(event),
      onPointerLeave: leave,
      onDoubleClick: () => {
        latest.current.setView(undefined);
        store.setRange(undefined);
      },
    };
  }, [store]);
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
