import type { Moment, ReplayEvent, ReviewMarker } from '@playhead/replay-core';
import { createScan, type Scan } from './scan.ts';

/** What a timeline keeps of the events, so that it need not touch each of them again. */
export interface EventFindings {
  /** When each happened: one flat list, because searching through a hundred thousand objects is slow. */
  readonly times: number[];
  /** Where something went wrong: ascending indices. */
  readonly errors: number[];
  readonly denials: number[];
}

/** Collects times, errors and denials of growing events. */
export function createEventScan(): Scan<ReplayEvent, EventFindings> {
  return createScan<ReplayEvent, EventFindings>(() => ({ times: [], errors: [], denials: [] }), (found, event, index) => {
    found.times.push(event.record.at);
    if (event.severity === 'error') found.errors.push(index);
    else if (event.severity === 'denied') found.denials.push(index);
  });
}

/** What a marker looks like. */
export type MarkerShape = 'checkpoint' | 'note' | 'flag' | 'pass' | 'fail';

/** The shape of each type of moment that has a marker; prompts, errors and denials show elsewhere. */
export const markerShapes: Readonly<Partial<Record<Moment['type'], MarkerShape>>> = {
  checkpoint: 'checkpoint', snapshot: 'checkpoint', milestone: 'checkpoint', moment: 'checkpoint', note: 'note', needs_review: 'flag', tests_passed: 'pass', tests_failed: 'fail',
};

/** Collects the moments that have a marker. */
export function createMomentScan(): Scan<Moment, Moment[]> {
  return createScan<Moment, Moment[]>(() => [], (found, moment) => {
    if (markerShapes[moment.type]) found.push(moment);
  });
}

/** Moments with notes, and a flag for each place that asks for a review; a place that the recording itself marks has one already. */
export function withFlags(moments: readonly Moment[], toReview: readonly ReviewMarker[], notes: readonly Moment[]): readonly Moment[] {
  const marked = new Set(moments.filter(({ type }) => type === 'needs_review').map(({ eventId }) => eventId));
  const flags = toReview.flatMap(({ evidence: [eventId], title, reason, at }): Moment[] => (eventId === undefined || marked.has(eventId) ? [] : [{ eventId, type: 'needs_review', title, description: reason, at }]));
  return flags.length + notes.length === 0 ? moments : [...moments, ...notes, ...flags].sort((a, b) => a.at - b.at);
}
