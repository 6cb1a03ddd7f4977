import type { TerminalTrack, TimeMap } from '@playhead/replay-core';

/** Of so many stretches of wall time those of virtual time are made. */
const FINE = 4096;

/** How much a terminal printed in each of some equal stretches of virtual time. */
export function heatOver(track: Pick<TerminalTrack, 'heat' | 'startedAt' | 'endedAt'>, stretches: number, timeMap: TimeMap): readonly number[] {
  const fine = track.heat(FINE);
  const span = Math.max(1, track.endedAt - track.startedAt);
  const placeOf = (timeMs: number): number => Math.min(FINE, Math.max(0, Math.floor(((timeMap.toWall(timeMs) - track.startedAt) / span) * FINE)));
  const width = timeMap.durationMs / stretches;
  return Array.from({ length: stretches }, (_, place) => {
    const from = placeOf(place * width);
    const to = place === stretches - 1 ? FINE : placeOf((place + 1) * width);
    return fine.subarray(from, to).reduce((sum, amount) => sum + amount, 0);
  });
}
