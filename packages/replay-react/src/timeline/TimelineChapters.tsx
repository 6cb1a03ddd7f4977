'use client';
import type { ReactElement } from 'react';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { firstAtLeast } from './search-sorted.ts';
import { useTimelineFrame } from './TimelineContext.ts';

/** The chapters of the session with number and title; hidden where the root is narrow. A chapter stands for those beside it that are too short. */
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
        return (
          <div key={first} className="ph-tl__ch" style={{ left: x, width }} aria-current={here ? 'true' : undefined}>
            <span>{index + 1}</span><b><VisibleText text={(chapters[index]?.title ?? '').slice(0, 200)} /></b>
          </div>
        );
      })}
    </div>
  );
}
