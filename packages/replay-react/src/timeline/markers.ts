import type { Moment, TimeMap } from '@playhead/replay-core';
import type { TimeAxis } from './axis.ts';
import { markerShapes, type MarkerShape } from './findings.ts';
import { firstAtLeast } from './search-sorted.ts';

/** Least distance between the middles of two markers in px. */
export const MARKER_PX = 11;
/** How far a marker may move away from its time in px. */
const FARTHEST_PX = 3 * MARKER_PX;
/** Distance of the outermost markers from the ends in px. */
const INSET_PX = 4;

/** A marker with its place. */
export interface PlacedMarker {
  readonly moment: Moment;
  readonly shape: MarkerShape;
  /** Its middle in px. */
  readonly x: number;
}

const atOf = ({ at }: Moment): number => at;

/**
 * Places markers without overlap: one that would touch the marker before it moves right by 11 px, and is left out when that
 * takes it too far from its time. The number of markers and of steps depends on the width only.
 *
 * @param moments - Those that have a shape, in order.
 */
export function placeMarkers(moments: readonly Moment[], axis: TimeAxis, timeMap: TimeMap): PlacedMarker[] {
  const places: PlacedMarker[] = [];
  const rightmost = axis.widthPx - INSET_PX;
  const end = firstAtLeast(moments, atOf, timeMap.toWall(axis.view.toMs) + 1);
  let index = firstAtLeast(moments, atOf, timeMap.toWall(axis.view.fromMs));
  let free = INSET_PX;
  while (index < end && free <= rightmost) {
    const moment = moments[index];
    if (!moment) break;
    const own = Math.min(rightmost, Math.max(INSET_PX, axis.toX(timeMap.toVirtual(moment.at))));
    const x = Math.max(own, free);
    const shape = markerShapes[moment.type];
    if (x - own <= FARTHEST_PX && shape) {
      places.push({ moment, shape, x });
      free = x + MARKER_PX;
      index += 1;
      continue;
    }
    // A crowd: go on with the first marker whose time is near the free place again.
    const near = timeMap.toWall(axis.toMs(free - FARTHEST_PX));
    index = Math.max(index + 1, firstAtLeast(moments, atOf, near));
  }
  return places;
}

/** The outline of a marker with its middle at a place. */
export function markerPath(shape: MarkerShape, x: number, y: number): string {
  const [left, top] = [round(x - 3.5), y];
  switch (shape) {
    case 'checkpoint': return `M${round(x)} ${top - 4}l4 4-4 4-4-4z`;
    case 'fail': return `M${round(x - 3)} ${top - 3}l6 6m0-6l-6 6`;
    case 'pass': return `M${left} ${top}l2.5 3 4.5-6`;
    case 'flag': return `M${left} ${top + 5}v-10h8l-2 3 2 3h-6.5v4z`;
    case 'note': return `M${round(x - 4)} ${top - 4}h8v6h-4l-2.5 2.5v-2.5h-1.5z`;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
