'use client';
import { useMemo, useState, type ReactElement } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { PITCH } from './density.ts';
import { createHitScan } from './findings.ts';
import { firstNumberAtLeast } from './search-sorted.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

/** A mark above each bar that holds something the search found. */
export function TimelineHits(): ReactElement | null {
  const { columns, events } = useTimelineFrame();
  const hits = useReplayState((state) => state.hits);
  const [scan] = useState(createHitScan);
  const path = useMemo(() => {
    const found = scan.read(events, hits);
    return columns.map(({ first, end }, index) => {
      const next = found[firstNumberAtLeast(found, first)];
      return next !== undefined && next < end ? `M${index * PITCH} 0h3v4h-3z` : '';
    }).join('');
  }, [columns, events, hits, scan]);
  return hits.length === 0 ? null : <TimelineLayer name="timeline-hits"><path className="hit" d={path} /></TimelineLayer>;
}
