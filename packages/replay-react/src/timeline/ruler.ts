import type { TimeAxis } from './axis.ts';

/** Whole ones, as they are written: half a second would repeat the number before it. */
const SECONDS: readonly number[] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];
/** Least room between two numbers in px. */
const LEAST_PX = 80;
/** Room that the number at the end needs in px. */
const END_PX = 80;

/** A number on the ruler. */
export interface RulerTick {
  readonly timeMs: number;
  readonly x: number;
}

/** The numbers of a ruler before the one at its end: round times, at least 80 px apart, whatever the notches between them. */
export function rulerTicks(axis: TimeAxis): RulerTick[] {
  const span = axis.view.toMs - axis.view.fromMs;
  const wanted = span / Math.max(1, axis.widthPx / LEAST_PX);
  const step = (SECONDS.find((seconds) => seconds * 1000 >= wanted) ?? Math.ceil(wanted / 86_400_000) * 86_400) * 1000;
  const ticks: RulerTick[] = [];
  for (let timeMs = Math.ceil(axis.view.fromMs / step) * step; timeMs < axis.view.toMs; timeMs += step) {
    const x = axis.toX(timeMs);
    if (x > axis.widthPx - END_PX) break;
    if (ticks.length === 0 || x - (ticks.at(-1)?.x ?? 0) >= LEAST_PX / 2) ticks.push({ timeMs, x });
  }
  return ticks;
}
