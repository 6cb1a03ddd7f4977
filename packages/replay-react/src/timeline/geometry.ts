import { LANE_PX } from './lanes.ts';

/** Width of the root below which a timeline is compact, in px. */
export const COMPACT_BELOW = 600;
/** Height of the markers row in px. */
export const MARKERS_PX = 17;
/** Height of the ruler in px. */
export const RULER_PX = 21;
/** Height of the chapters row in px. */
export const CHAPTERS_PX = 38;

/** Heights and tops of the rows under the chapters, in px. */
export interface TimelineGeometry {
  /** Height of the bars; their base line is at it. */
  readonly density: number;
  /** Middle of the markers. */
  readonly markers: number;
  /** Top of the ruler. */
  readonly ruler: number;
  readonly height: number;
}

/** The rows of a timeline. */
export function geometryOf(compact: boolean, lanes: number): TimelineGeometry {
  const density = compact ? 36 : 44;
  const top = density + lanes * LANE_PX;
  return { density, markers: top + 9, ruler: top + MARKERS_PX, height: top + MARKERS_PX + RULER_PX };
}
