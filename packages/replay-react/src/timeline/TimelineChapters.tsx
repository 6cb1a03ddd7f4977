'use client';
import type { ReactElement } from 'react';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { firstAtLeast } from './search-sorted.ts';
import { useTimelineFrame } from './TimelineContext.ts';

/** What number, gap and inset take of a chapter, and the least that is left for a title of more letters than that shows, in px. */
const AROUND_PX = 30;
const TITLE_PX = 44;
const LETTER_PX = 7;

const fits = (title: string, width: number): boolean => width - AROUND_PX >= Math.min(TITLE_PX, title.length * LETTER_PX);

/** The chapters of the session with number and title; hidden where the root is narrow. A chapter stands for those beside it that are too short, and shows its number alone where a title has no room. */
export function TimelineChapters(): ReactElement {
  const { chapters: places } = useTimelineFrame();
  const chapters = useReplayState((state) => state.model.chapters);
  const current = useReplayState(({ model, currentIndex }) => {
    const at = model.events[currentIndex]?.record.at;
    return at === undefined ? -1 : firstAtLeast(model.chapters, (chapter) => chapter.at, at + 1) - 1;
  });
  return (
    <div className="ph-tl__chapters" data-part="timeline-chapters">
      {places.map(({ first, end, x, width }) => {
        const here = current >= first && current < end;
        const index = here ? current : first;
        const title = (chapters[index]?.title ?? '').slice(0, 200);
        return (
          <div key={first} className="ph-tl__ch" style={{ left: x, width }} aria-current={here ? 'true' : undefined}>
            <span>{index + 1}</span>{fits(title, width) && <b><VisibleText text={title} /></b>}
          </div>
        );
      })}
    </div>
  );
}
