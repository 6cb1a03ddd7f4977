'use client';
import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useClock } from '../replay/use-clock.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { eventWords } from './event-words.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { useGestures } from './use-gestures.ts';
import { timelineMessages } from './timeline-messages.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 };

/** How long a range is that a key begins, in virtual milliseconds: its ends are sliders, to move them. */
const RANGE_MS = 30_000;

/** The slider itself: takes keys, pointer and wheel, and says in words where the playhead stands. */
export function TimelineTrack(): ReactElement {
  const { timeMap } = useTimelineFrame();
  const store = useReplayStore();
  const { run } = useReplayViewActions();
  const track = useRef<HTMLDivElement>(null);
  const words = useWords('timeline', timelineMessages);
  const format = useFormat();
  const { model, currentIndex } = useReplayState((state) => ({ model: state.model, currentIndex: state.currentIndex }));
  useGestures(track);
  // Readers take the words; the number may follow each frame.
  useClock(store, (timeMs) => track.current?.setAttribute('aria-valuenow', String(Math.round(timeMs))), [timeMap]);

  const event = model.events[currentIndex];
  const time = event ? timeMap.toVirtual(event.record.at) : 0;
  const { name = '', argument = '', status } = event ? eventWords(model, event) : {};
  const position = event
    ? words.position(format.time(time), format.number(currentIndex + 1), format.number(model.events.length), name, argument, status ? words.spoken[status] : '')
    : words.start;

  const onKeyDown = (press: KeyboardEvent): void => {
    if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return;
    const by = STEPS[press.key];
    if (by !== undefined) store.step(by);
    else if (press.key === 'Home') store.step(-model.events.length);
    else if (press.key === 'End') store.follow();
    else if (press.key === 'Enter') store.setRange({ from: timeMap.toWall(time), to: timeMap.toWall(Math.min(timeMap.durationMs, time + RANGE_MS)) });
    else if (press.key !== 'Escape' || !run('close')) return;
    press.preventDefault();
  };
  return (
    <div
      ref={track} className="ph-tl__track" role="slider" tabIndex={0} aria-label={words.label} aria-orientation="horizontal" aria-valuemin={0}
      aria-valuemax={Math.max(1, Math.round(timeMap.durationMs))} aria-valuenow={Math.round(time)} aria-valuetext={position} onKeyDown={onKeyDown}
    />
  );
}
