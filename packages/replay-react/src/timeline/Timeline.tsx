'use client';
import { lazy, Suspense, useMemo, useState, type CSSProperties, type ReactNode } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { createCell } from '../elements/cell.ts';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { useDrawn } from '../elements/use-drawn.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useAnnotations, useMarkers } from '../review/ReviewProvider.tsx';
import { useClock } from '../replay/use-clock.ts';
import { createAxis, type AxisView } from './axis.ts';
import { placeChapters } from './chapters.ts';
import { columnsOf } from './density.ts';
import { createEventScan, createMomentScan, withFlags } from './findings.ts';
import { COMPACT_BELOW, geometryOf } from './geometry.ts';
import { laneRows, placeLanes } from './lanes.ts';
import { placeMarkers } from './markers.ts';
import type { NotedPlaces } from './NoteScan.tsx';
import { createIdleScan, notchesOf } from './notches.ts';
import { TimelineChapters } from './TimelineChapters.tsx';
import { TimelineContext, type DraftRange, type TimelineFrame } from './TimelineContext.ts';
import { TimelineDensity } from './TimelineDensity.tsx';
import { TimelineHits } from './TimelineHits.tsx';
import { TimelineHover } from './TimelineHover.tsx';
import { TimelineIdle } from './TimelineIdle.tsx';
import { TimelineLanes } from './TimelineLanes.tsx';
import { TimelineMarkers } from './TimelineMarkers.tsx';
import { TimelinePlayhead } from './TimelinePlayhead.tsx';
import { TimelineRange } from './TimelineRange.tsx';
import { TimelineRuler } from './TimelineRuler.tsx';
import { TimelineTrack } from './TimelineTrack.tsx';
import { TimelineView } from './TimelineView.tsx';
import { useWidth } from './use-width.ts';
import { viewWith } from './view-with.ts';

const NoteScan = lazy(() => import('./interaction.ts').then((module) => ({ default: module.NoteScan })));
const NO_NOTES: NotedPlaces = { moments: [], stretches: [] };

/** Props of {@link Timeline}. */
export interface TimelineProps extends PartProps {
  /** What subagents get a lane for each; `none` for no lanes. Default `agent`. */
  readonly lanes?: 'agent' | 'none';
  /** The layers. Default: all of them. */
  readonly children?: ReactNode;
}

const pick = ({ model, timeMap, live, status }: ReplayState): Pick<ReplayState, 'model' | 'timeMap' | 'live'> => ({ model, timeMap, live: live && status === 'ready' });

/**
 * How dense a session was, where it went wrong, what its chapters and moments are, and where the playhead stands. A slider: click
 * goes to an event, drag sets the range, Ctrl and wheel zoom. However long the session is, it draws the same few nodes, once the page has its rows.
 *
 * @example
 * ```tsx
 * <Timeline lanes="none"><TimelineDensity /><TimelineRuler /><TimelinePlayhead /></Timeline>
 * ```
 */
export const Timeline: Part<TimelineProps, HTMLDivElement> = definePart('Timeline', function Timeline({ lanes: laneMode = 'agent', children, className, style }, ref) {
  const store = useReplayStore();
  const { model, timeMap, live } = useReplayState(pick);
  const [{ width, outer, measured }, box] = useWidth();
  const drawn = useDrawn(1); // after the rows
  const [view, setView] = useState<AxisView>();
  const [draft] = useState(() => createCell<DraftRange>());
  const [hover] = useState(() => createCell<number>());
  const [scans] = useState(() => ({ events: createEventScan(), moments: createMomentScan(), idle: createIdleScan() }));

  const axis = useMemo(
    () => createAxis(width, view ?? { fromMs: 0, toMs: timeMap.durationMs }, notchesOf(scans.idle.read(timeMap.idle), timeMap, width)),
    [width, view, timeMap, scans],
  );
  const lanes = useMemo(() => (laneMode === 'none' ? [] : placeLanes(model.subagents, axis, timeMap)), [laneMode, model.subagents, axis, timeMap]);
  const { open: toReview } = useMarkers();
  const hasNotes = useAnnotations().annotations.length > 0;
  const [noted, setNoted] = useState(NO_NOTES);
  const notes = hasNotes ? noted : NO_NOTES;
  const moments = useMemo(() => withFlags(model.moments, toReview, notes.moments), [model.moments, toReview, notes]);
  const frame = useMemo((): TimelineFrame => {
    const findings = scans.events.read(model.events);
    return {
      geometry: geometryOf(outer < COMPACT_BELOW, laneRows(lanes)), axis, timeMap, events: model.events, findings, lanes, live, zoomed: view !== undefined,
      columns: columnsOf(findings, axis, timeMap),
      chapters: placeChapters(model.chapters, axis, timeMap),
      markers: placeMarkers(scans.moments.read(moments), axis, timeMap), stretches: notes.stretches,
      setView, draft, hover,
    };
  }, [model.events, model.chapters, moments, notes, axis, timeMap, lanes, live, view, outer, scans, draft, hover]);

  // While it plays, a zoomed timeline goes along with the playhead.
  useClock(store, (timeMs) => {
    if (view && store.getState().playing && (timeMs < view.fromMs || timeMs > view.toMs)) setView(viewWith(view, timeMap.durationMs, timeMs));
  });

  const rows = { '--ph-tl-lanes': laneRows(lanes) } as CSSProperties; // a custom property, which React's types leave out
  return (
    <div ref={ref} className={classes('ph-tl', className)} style={style} data-part="timeline" data-idle={timeMap.mode} data-live={live} data-zoomed={view !== undefined}>
      <TimelineContext.Provider value={frame}>
        <div ref={drawn ? box : null} className="ph-tl__box" dir="ltr" data-measured={measured} style={rows}>
          <TimelineTrack />
          {hasNotes && <Suspense><NoteScan onChange={setNoted} /></Suspense>}
          {children ?? (drawn ? (
            <>
              <TimelineChapters />
              <TimelineDensity />
              <TimelineIdle />
              <TimelineHits />
              <TimelineLanes />
              <TimelineMarkers />
              <TimelineRuler />
              <TimelineView />
              <TimelineRange />
              <TimelineHover />
              <TimelinePlayhead />
            </>
          ) : <div className="ph-tl__chapters" />)}
        </div>
      </TimelineContext.Provider>
    </div>
  );
});
