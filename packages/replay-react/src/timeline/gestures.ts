import type { ReplayStore } from '@playhead/replay-core';
import { hitAt } from './hit-at.ts';
import { rangeOf } from './range.ts';
import type { TimelineFrame } from './TimelineContext.ts';
import { panView, zoomView } from './zoom.ts';

/** A pointer that moves less than this far is a click, in px. */
const CLICK_PX = 4;
/** How near the cap of the playhead a pointer takes it, in px. */
const CAP_PX = 8;

/** What the pointer does since it went down. */
interface Press {
  readonly x: number;
  readonly y: number;
  mode: 'click' | 'range' | 'scrub';
}

const ZOOM_PER_PX = 0.004;

/** What the slider hears. */
type Gestures = Pick<HTMLElementEventMap, 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'pointerleave' | 'dblclick' | 'wheel'>;

/**
 * Reads what a pointer means: a click goes to an event, a drag sets the range, the cap of the playhead can be dragged, two fingers
 * and Ctrl and wheel zoom, Shift and wheel pan.
 *
 * @param track - The element whose events they are.
 * @param frame - The timeline as it is drawn now.
 * @returns What takes the events that {@link Gestures} names.
 */
export function createGestures(track: HTMLElement, store: ReplayStore, frame: () => TimelineFrame): (event: Event) => void {
  let press: Press | undefined;
  const fingers = new Map<number, number>();
  const place = (event: MouseEvent): { x: number; y: number } => {
    const { left, bottom } = track.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - (bottom - frame().geometry.height) };
  };
  const point = (index: number): void => {
    const { hover, events } = frame();
    hover.set(index >= 0 ? index : undefined);
    store.highlight(events[index]?.id);
  };
  const leave = (): void => {
    if (frame().hover.get() !== undefined) point(-1);
  };
  const pinch = (event: PointerEvent): void => {
    const spread = (): number => Math.max(8, Math.abs([...fingers.values()].reduce((a, b) => a - b)));
    const before = spread();
    const { x } = place(event);
    fingers.set(event.pointerId, x);
    const { axis, timeMap, setView } = frame();
    const middle = [...fingers.values()].reduce((a, b) => a + b) / 2;
    setView(zoomView(axis, timeMap.durationMs, middle, before / spread()));
  };
  const stop = (event: PointerEvent): Press | undefined => {
    const ended = fingers.size > 1 ? undefined : press;
    fingers.delete(event.pointerId);
    press = undefined;
    frame().draft.set(undefined);
    return ended;
  };
  const gestures: { readonly [Type in keyof Gestures]: (event: Gestures[Type]) => void } = {
    pointerdown: (event) => {
      if (event.button !== 0) return;
      const { x, y } = place(event);
      holdPointer(track, event.pointerId);
      fingers.set(event.pointerId, x);
      leave();
      if (fingers.size > 1) {
        press = undefined;
        frame().draft.set(undefined);
        return;
      }
      const onCap = y < CAP_PX && y > -CAP_PX - 4 && Math.abs(frame().axis.toX(store.clock.now()) - x) <= CAP_PX;
      press = { x, y, mode: onCap ? 'scrub' : 'click' };
    },
    pointermove: (event) => {
      if (fingers.size === 2 && fingers.has(event.pointerId)) return pinch(event);
      const { x, y } = place(event);
      const { axis, draft } = frame();
      if (!press) {
        if (event.pointerType !== 'touch') point(hitAt(frame(), store.getState(), x, y));
        return;
      }
      if (press.mode === 'scrub') return store.seek(axis.toMs(x));
      if (press.mode === 'click' && Math.abs(x - press.x) < CLICK_PX) return;
      press.mode = 'range';
      draft.set({ from: Math.min(press.x, x), to: Math.max(press.x, x) });
    },
    pointerup: (event) => {
      const { x } = place(event);
      const ended = stop(event);
      if (!ended || ended.mode === 'scrub') return;
      if (ended.mode === 'range') return store.setRange(rangeOf(frame(), ended.x, x));
      const hit = frame().events[hitAt(frame(), store.getState(), ended.x, ended.y)];
      if (hit) store.select(hit.id);
    },
    pointercancel: (event) => void stop(event),
    pointerleave: leave,
    dblclick: () => {
      frame().setView(undefined);
      store.setRange(undefined);
    },
    wheel: (event) => {
      const { axis, timeMap, setView, zoomed } = frame();
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) setView(zoomView(axis, timeMap.durationMs, place(event).x, Math.exp(event.deltaY * ZOOM_PER_PX)));
      else if (zoomed && sideways !== 0) setView(panView(axis, timeMap.durationMs, sideways));
      else return;
      event.preventDefault();
    },
  };
  // A type of event has its own kind of event.
  return (event) => (gestures[event.type as keyof Gestures] as (event: Event) => void)(event);
}

/** Hears of a pointer also when it leaves the element. One that is gone already cannot be held. */
export function holdPointer(element: Element, pointerId: number): void {
  try {
    element.setPointerCapture?.(pointerId);
  } catch {
    // Then its moves are heard for as long as it stays over the element.
  }
}
