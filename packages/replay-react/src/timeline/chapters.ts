import type { Chapter, TimeMap } from '@playhead/replay-core';
import type { TimeAxis } from './axis.ts';
import { firstAtLeast } from './search-sorted.ts';

/** Least width of a chapter that gets a place of its own in px. */
const LEAST_PX = 28;
/** Most chapters that are drawn. */
const MOST = 20;

/** A chapter with its place. It stands for those after it that are too narrow. */
export interface PlacedChapter {
  /** Its index in `model.chapters`. */
  readonly first: number;
  /** Index after the last chapter it stands for. */
  readonly end: number;
  readonly x: number;
  readonly width: number;
}

const atOf = (chapter: Chapter): number => chapter.at;

/** Places chapters in order without overlap, in steps that depend on the width only. */
export function placeChapters(chapters: readonly Chapter[], axis: TimeAxis, timeMap: TimeMap): PlacedChapter[] {
  const least = Math.max(LEAST_PX, axis.widthPx / MOST);
  const viewEnd = firstAtLeast(chapters, atOf, timeMap.toWall(axis.view.toMs) + 1);
  const places: PlacedChapter[] = [];
  let first = Math.max(0, firstAtLeast(chapters, atOf, timeMap.toWall(axis.view.fromMs) + 1) - 1);
  while (first < viewEnd) {
    const x = axis.toX(timeMap.toVirtual(chapters[first]?.at ?? 0));
    const wide = x + least < axis.widthPx;
    const end = wide ? Math.min(viewEnd, Math.max(first + 1, firstAtLeast(chapters, atOf, timeMap.toWall(axis.toMs(x + least))))) : viewEnd;
    const next = chapters[end];
    const right = end < viewEnd && next ? axis.toX(timeMap.toVirtual(next.at)) : axis.widthPx;
    places.push({ first, end, x, width: Math.max(0, right - x) });
    first = end;
  }
  return places;
}
