'use client';
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { TimeRange } from '@playhead/replay-core';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { holdPointer } from './gestures.ts';
import { moveRangeEnd } from './range.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { timelineMessages } from './timeline-messages.ts';

/** How far a key moves an end, in virtual milliseconds. */
const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -1000, ArrowDown: -1000, ArrowRight: 1000, ArrowUp: 1000, PageUp: 30_000, PageDown: -30_000, Home: -Infinity, End: Infinity };

/** One end of the range: a slider of its own. */
export function RangeHandle({ end, range }: { readonly end: 'from' | 'to'; readonly range: TimeRange }): ReactElement {
  const { axis, timeMap, geometry, draft } = useTimelineFrame();
  const store = useReplayStore();
  const { run } = useReplayViewActions();
  const words = useWords('timeline', timelineMessages);
  const format = useFormat();
  const handle = useRef<HTMLDivElement>(null);
  const time = timeMap.toVirtual(range[end]);
  const other = axis.toX(timeMap.toVirtual(range[end === 'from' ? 'to' : 'from']));

  useEffect(() => {
    const draw = (): void => {
      const x = draft.get()?.[end] ?? axis.toX(timeMap.toVirtual(range[end]));
      if (handle.current) handle.current.style.left = `${x}px`;
    };
    draw();
    return draft.subscribe(draw);
  }, [axis, timeMap, draft, end, range]);

  const place = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    const x = Math.max(0, Math.min(axis.widthPx, event.clientX - (box?.left ?? 0)));
    return end === 'from' ? Math.min(x, other) : Math.max(x, other);
  };
  const held = (event: PointerEvent<HTMLElement>): boolean => event.currentTarget.hasPointerCapture?.(event.pointerId) === true;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = KEYS[event.key];
    if (by !== undefined) store.setRange(moveRangeEnd(range, end, time + by, timeMap));
    else if (event.key === 'Delete' || event.key === 'Backspace') store.setRange(undefined);
    else if (event.key !== 'Escape' || !run('close')) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={handle} className="ph-tl__handle" role="slider" tabIndex={0} aria-label={end === 'from' ? words.rangeStart : words.rangeEnd} aria-orientation="horizontal"
      aria-valuemin={0} aria-valuemax={Math.max(1, Math.round(timeMap.durationMs))} aria-valuenow={Math.round(time)} aria-valuetext={format.time(time)} data-end={end}
      style={{ top: geometry.density / 2 }} onKeyDown={onKeyDown} onDoubleClick={() => store.setRange(undefined)}
      onPointerDown={(event) => { if (event.button === 0) holdPointer(event.currentTarget, event.pointerId); }}
      onPointerMove={(event) => { if (held(event)) draft.set(end === 'from' ? { from: place(event), to: other } : { from: other, to: place(event) }); }}
      onPointerUp={(event) => {
        if (!held(event) || !draft.get()) return;
        const moved = moveRangeEnd(range, end, axis.toMs(place(event)), timeMap);
        draft.set(undefined);
        store.setRange(moved);
      }}
      onPointerCancel={() => draft.set(undefined)}
    />
  );
}
