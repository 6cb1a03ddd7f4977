import type { ReplayState } from '@playhead/replay-core';
import { eventIndexAt, indexOfEvent } from './hit.ts';
import { MARKERS_PX } from './geometry.ts';
import type { TimelineFrame } from './TimelineContext.ts';

const MARKER_REACH_PX = 7;
/** Above this the pointer is on the chapters, in px from the top of the bars. */
const CHAPTERS_BELOW_PX = -12;

/** The index of the event that a pointer means: a chapter's first, a marker's, or the one at its time. */
export function hitAt(frame: TimelineFrame, { model, shown }: Pick<ReplayState, 'model' | 'shown'>, x: number, y: number): number {
  const { geometry, markers, chapters } = frame;
  if (y < CHAPTERS_BELOW_PX) {
    const place = chapters.findLast((chapter) => chapter.x <= x);
    const chapter = place && model.chapters[place.first];
    if (chapter?.eventId !== undefined) return indexOfEvent(frame, chapter.eventId, chapter.at);
  }
  if (y >= geometry.ruler - MARKERS_PX && y < geometry.ruler) {
    const marker = markers.find((one) => Math.abs(one.x - x) <= MARKER_REACH_PX);
    if (marker) return indexOfEvent(frame, marker.moment.eventId, marker.moment.at);
  }
  return eventIndexAt(frame, x, shown);
}
