'use client';
import { createContext, useContext, type Context } from 'react';
import type { ReplayEvent, TimeMap } from '@playhead/replay-core';
import type { Cell } from '../elements/cell.ts';
import type { AxisView, TimeAxis } from './axis.ts';
import type { PlacedChapter } from './chapters.ts';
import type { Column } from './density.ts';
import type { EventFindings } from './findings.ts';
import type { TimelineGeometry } from './geometry.ts';
import type { PlacedLane } from './lanes.ts';
import type { PlacedMarker } from './markers.ts';

/** What is being drawn as a range, in px. */
export interface DraftRange {
  readonly from: number;
  readonly to: number;
}

/** What the layers of a timeline share. It changes with the recording, the width and the zoom, never with the playhead. */
export interface TimelineFrame {
  readonly geometry: TimelineGeometry;
  readonly axis: TimeAxis;
  readonly timeMap: TimeMap;
  readonly events: readonly ReplayEvent[];
  readonly findings: EventFindings;
  readonly columns: readonly Column[];
  readonly chapters: readonly PlacedChapter[];
  readonly markers: readonly PlacedMarker[];
  /** The stretches of time that notes are about: microseconds since the Unix epoch. */
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
  readonly lanes: readonly PlacedLane[];
  readonly live: boolean;
  /** Whether it shows a part of the session only. */
  readonly zoomed: boolean;
  setView(view: AxisView | undefined): void;
  /** The range that is being dragged. */
  readonly draft: Cell<DraftRange>;
  /** The index of the event under the pointer. */
  readonly hover: Cell<number>;
}

/** What the layers of the timeline above share. */
export const TimelineContext: Context<TimelineFrame | undefined> = createContext<TimelineFrame | undefined>(undefined);

/**
 * What the layers of the nearest `Timeline` share.
 *
 * @throws Error when there is none above.
 */
export function useTimelineFrame(): TimelineFrame {
  const frame = useContext(TimelineContext);
  if (!frame) throw new Error('A layer of a timeline is outside <Timeline>, so it has no axis to draw on. Put <Timeline> around it.');
  return frame;
}
