import type { ReplayEvent, TimeMap } from '@playhead/replay-core';
import type { TimeAxis } from './axis.ts';
import type { EventFindings } from './findings.ts';
import { firstAtLeast } from './search-sorted.ts';

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

const atOf = ({ record }: ReplayEvent): number => record.at;
const itself = (index: number): number => index;

/**
 * Counts events into columns of 4 px by searching the borders of each, so that it costs the same for any number of events
 * but for the logarithm.
 */
export function columnsOf(events: readonly ReplayEvent[], { errors, denials }: EventFindings, axis: TimeAxis, timeMap: TimeMap): Column[] {
  const count = Math.max(1, Math.floor((axis.widthPx + 1) / PITCH));
  const border = (column: number): number => firstAtLeast(events, atOf, timeMap.toWall(axis.toMs(column * PITCH)));
  const columns: Column[] = [];
  let first = border(0);
  for (let column = 0; column < count; column++) {
    // What happens at the very end of the axis still belongs to the last column.
    const end = column + 1 < count ? border(column + 1) : firstAtLeast(events, atOf, timeMap.toWall(axis.view.toMs) + 1);
    columns.push({ first, end, errors: between(errors, first, end), denials: between(denials, first, end) });
    first = end;
  }
  return columns;
}

function between(indices: readonly number[], first: number, end: number): number {
  return first < end && indices.length > 0 ? firstAtLeast(indices, itself, end) - firstAtLeast(indices, itself, first) : 0;
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
