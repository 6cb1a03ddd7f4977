'use client';
import type { ReactElement } from 'react';
import type { SessionModel, TimeMap } from '@playhead/replay-core';
import { RecordedText } from '../elements/RecordedText.tsx';
import { lastAt } from '../replay/step-index.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { rowMessages } from './row-messages.ts';

/** Props of {@link ChapterBar}. */
export interface ChapterBarProps {
  readonly model: SessionModel;
  readonly timeMap: TimeMap;
  /** Microseconds since the Unix epoch: when the first event on the screen happened. */
  readonly at: number;
  readonly live: boolean;
}

/** The chapter of the first event on the screen: its title, when it was, how many events it has. */
export function ChapterBar({ model, timeMap, at, live }: ChapterBarProps): ReactElement | null {
  const words = useWords('events', rowMessages);
  const format = useFormat();
  const { chapters, events } = model;
  const index = Math.max(0, lastAt(chapters, (chapter) => chapter.at, at));
  const chapter = chapters[index];
  const next = chapters[index + 1];
  if (!chapter) return null;
  const before = (when: number): number => lastAt(events, (event) => event.record.at, when - 1) + 1; // times are whole microseconds
  const count = (next ? before(next.at) : events.length) - (index > 0 ? before(chapter.at) : 0);
  const time = (when: number): string => format.time(timeMap.toVirtual(when));
  const from = time(chapter.at);
  return (
    <div className="ph-chapterbar">
      <b className="ph-cut"><RecordedText text={chapter.title.slice(0, 200)} /></b>
      <span className="ph-grow ph-cut">{live && !next ? words.from(from) : `${from} – ${next ? time(next.at) : format.time(timeMap.durationMs)}`}</span>
      <span>{words.events(count, format.number(count))}</span>
    </div>
  );
}
