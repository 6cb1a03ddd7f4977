'use client';
import { useMemo, useState, type ReactElement } from 'react';
import { PITCH } from './density.ts';
import { createHitScan } from './hit-scan.ts';
import { firstNumberAtLeast } from './search-sorted.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

/** A mark above each bar that holds one of the events with these ids. */
export function HitMarks({ hits }: { readonly hits: readonly string[] }): ReactElement {
  const { columns, events } = useTimelineFrame();
  const [scan] = useState(createHitScan);
  const path = useMemo(() => {
    const found = scan.read(events, hits);
    return columns.map(({ first, end }, index) => {
      const next = found[firstNumberAtLeast(found, first)];
      return next !== undefined && next < end ? `M${index * PITCH} 0h3v4h-3z` : '';
    }).join('');
  }, [columns, events, hits, scan]);
  return <TimelineLayer name="timeline-hits"><path className="hit" d={path} /></TimelineLayer>;
}
