import type { TimelineBucket } from '@playhead/replay-core';

/** Pitch of the bars in px. */
export const PITCH = 4;

/** Three SVG paths, whatever the number of events: all bars, errors, denials. Heights are logarithmic. */
export function densityPaths(columns: readonly TimelineBucket[], heightPx: number): { readonly bars: string; readonly errors: string; readonly denials: string } {
  const most = Math.log1p(Math.max(1, ...columns.map((column) => column.total)));
  let bars = '';
  let errors = '';
  let denials = '';
  columns.forEach((column, index) => {
    if (column.total === 0) return;
    const height = Math.round(6 + (Math.log1p(column.total) / most) * (heightPx - 14));
    bars += `M${index * PITCH} ${heightPx}v${-height}h3v${height}z`;
    if (column.severity !== 'error' && column.severity !== 'denied') return;
    const mark = `M${index * PITCH} ${heightPx - Math.max(0, height - 11)}v-13h3v13z`;
    if (column.severity === 'error') errors += mark;
    else denials += mark;
  });
  return { bars, errors, denials };
}

/** Virtual times at which the ruler has a number, at most one per 110 px. */
export function rulerTicks(durationMs: number, widthPx: number): number[] {
  const wanted = durationMs / Math.max(1, Math.floor(widthPx / 110));
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400].map((seconds) => seconds * 1000).find((size) => size >= wanted) ?? Math.ceil(wanted);
  const ticks: number[] = [];
  for (let at = 0; at < durationMs - step * 0.4; at += step) ticks.push(at);
  return ticks;
}
