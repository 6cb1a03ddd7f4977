import type { IdleStretch, TimeMap } from '@playhead/replay-core';
import type { Notch } from './axis.ts';
import { createScan, type Scan } from './scan.ts';

/** Idle time from this length on is worth a notch, in wall milliseconds. */
const NOTABLE_MS = 60_000;
/** Room per notch, so that they never take over. */
const PX_PER_NOTCH = 160;

/** Collects the notable ones of a growing list of idle stretches. */
export function createIdleScan(): Scan<IdleStretch, IdleStretch[]> {
  return createScan<IdleStretch, IdleStretch[]>(() => [], (found, stretch) => {
    if (stretch.wallMs >= NOTABLE_MS) found.push(stretch);
  });
}

/** The longest of the notable idle stretches, as many as there is room for, in order. */
export function notchesOf(notable: readonly IdleStretch[], timeMap: TimeMap, widthPx: number): Notch[] {
  const most = Math.max(1, Math.floor(widthPx / PX_PER_NOTCH));
  const longest = notable.length <= most ? notable : [...notable].sort((a, b) => b.wallMs - a.wallMs).slice(0, most).sort((a, b) => a.at - b.at);
  return longest.map(({ at, wallMs }) => ({ fromMs: at, toMs: timeMap.toVirtual(timeMap.toWall(at) + wallMs * 1000), wallMs }));
}

/** An amount of idle time in its largest unit, rounded. */
export function idleAmount(wallMs: number): { readonly count: number; readonly unit: 'seconds' | 'minutes' | 'hours' } {
  const minutes = Math.round(wallMs / 60_000);
  if (wallMs < 60_000) return { count: Math.round(wallMs / 1000), unit: 'seconds' };
  return minutes < 100 ? { count: minutes, unit: 'minutes' } : { count: Math.round(minutes / 60), unit: 'hours' };
}
