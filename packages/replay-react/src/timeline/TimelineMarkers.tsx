'use client';
import { useMemo, type ReactElement } from 'react';
import type { MarkerShape } from './findings.ts';
import { markerPath } from './markers.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

const CLASSES: Readonly<Record<MarkerShape, string>> = { checkpoint: 'm-cp', fail: 'm-fail', pass: 'm-pass', flag: 'm-flag', note: 'm-note' };
const SHAPES = Object.keys(CLASSES) as MarkerShape[]; // the keys of the classes are the shapes

/** Snapshots, checkpoints, notes, flags and test runs: one path per shape. */
export function TimelineMarkers(): ReactElement {
  const { markers, stretches, axis, timeMap, geometry } = useTimelineFrame();
  const paths = useMemo(
    () => SHAPES.map((shape) => [shape, markers.filter((marker) => marker.shape === shape).map(({ x }) => markerPath(shape, x, geometry.markers)).join('')] as const),
    [markers, geometry.markers],
  );
  const toX = (at: number): number => axis.toX(timeMap.toVirtual(at));
  const noted = stretches.map(({ from, to }) => `M${toX(from)} ${geometry.density}H${Math.max(toX(to), toX(from) + 3)}`).join('');
  return <TimelineLayer name="timeline-markers">{noted !== '' && <path className="m-span" d={noted} />}{paths.map(([shape, path]) => path !== '' && <path key={shape} className={CLASSES[shape]} d={path} />)}</TimelineLayer>;
}
