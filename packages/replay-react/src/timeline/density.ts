import type { TimeMap } from '@playhead/replay-core';
import type { TimeAxis } from './axis.ts';
import type { EventFindings } from './findings.ts';
import { firstNumberAtLeast } from './search-sorted.ts';

/** Pitch of the bars in px. */
export const PITCH = 4;
const BAR = 3;
const LEAST_MARK = 11;

/** How much happened in one column of the timeline. */
export interface Column {
  /** Index of its first event. */
  readonly first: number;
  /** Index after its last event. */
  readonly end: number;
  readonly errors: number;
  readonly denials: number;
}

/**
 * Counts events into columns of 4 px by searching the borders of each, so that it costs the same for any number of events
 * but for the logarithm.
 */
export function columnsOf({ times, errors, denials }: EventFindings, axis: TimeAxis, timeMap: TimeMap): Column[] {
  const count = Math.max(1, Math.floor((axis.widthPx + 1) / PITCH));
  const columns: Column[] = [];
  let first = firstNumberAtLeast(times, timeMap.toWall(axis.toMs(0)));
  let [error, denial] = [firstNumberAtLeast(errors, first), firstNumberAtLeast(denials, first)];
  for (let column = 1; column <= count; column++) {
    // What happens at the very end of the axis still belongs to the last column.
    const border = column < count ? timeMap.toWall(axis.toMs(column * PITCH)) : timeMap.toWall(axis.view.toMs) + 1;
    const end = firstNumberAtLeast(times, border, first);
    const [nextError, nextDenial] = [firstNumberAtLeast(errors, end, error), firstNumberAtLeast(denials, end, denial)];
    columns.push({ first, end, errors: nextError - error, denials: nextDenial - denial });
    [first, error, denial] = [end, nextError, nextDenial];
  }
  return columns;
}

/** The bars of a timeline as three SVG paths. */
export interface DensityPaths {
  readonly bars: string;
  readonly errors: string;
  readonly denials: string;
}

/** Three paths, whatever the number of events. Heights are logarithmic; errors and denials stand on top of their bar. */
export function densityPaths(columns: readonly Column[], heightPx: number): DensityPaths {
  const most = Math.log1p(columns.reduce((max, { first, end }) => Math.max(max, end - first), 1));
  const paths = { bars: '', errors: '', denials: '' };
  columns.forEach(({ first, end, errors, denials }, index) => {
    const total = end - first;
    if (total <= 0) return;
    const full = Math.round(4 + (Math.log1p(total) / most) * (heightPx - 12));
    const x = index * PITCH;
    const wrong = errors > 0 ? errors : denials;
    if (wrong === 0) {
      paths.bars += bar(x, heightPx, full);
      return;
    }
    const mark = Math.max(LEAST_MARK, Math.round(full * Math.min(0.6, wrong / total)));
    const rest = Math.max(3, full - mark - 1);
    paths.bars += bar(x, heightPx, rest);
    paths[errors > 0 ? 'errors' : 'denials'] += bar(x, heightPx - rest - 1, mark);
  });
  return paths;
}

function bar(x: number, bottom: number, height: number): string {
  return `M${x} ${bottom}v-${height}h${BAR}v${height}z`;
}
