import type { Moment, TerminalTrack, TimeMap } from '@playhead/replay-core';

/** Columns of a heat strip. */
export const COLUMNS = 240;
/** Stretches of equal time that the columns are made of: where idle time is left out, a column is less than its share of them. */
const STRETCHES = 4800;

/** The part of the session's virtual time in which a terminal was open. */
export interface StripAxis {
  /** Virtual milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Where a moment stands, from 0 to 1. @param at - Microseconds since the Unix epoch. */
  readonly placeOf: (at: number) => number;
}

/** Lays a terminal out on the time of the session as it is played. */
export function stripAxis({ startedAt, endedAt }: TerminalTrack, timeMap: TimeMap): StripAxis {
  const from = timeMap.toVirtual(startedAt);
  const to = Math.max(from + 1, timeMap.toVirtual(endedAt));
  return { from, to, placeOf: (at) => Math.min(1, Math.max(0, (timeMap.toVirtual(at) - from) / (to - from))) };
}

/** Bytes of output in each column of the strip. */
export function heatColumns(track: TerminalTrack, axis: StripAxis): Float64Array {
  const columns = new Float64Array(COLUMNS);
  const heat = track.heat(STRETCHES);
  const each = (track.endedAt - track.startedAt) / heat.length;
  for (const [index, bytes] of heat.entries()) {
    if (bytes === 0) continue;
    const column = Math.min(COLUMNS - 1, Math.floor(axis.placeOf(track.startedAt + (index + 0.5) * each) * COLUMNS));
    columns[column] = (columns[column] ?? 0) + bytes;
  }
  return columns;
}

/** The columns as bars of one path, in a box of {@link COLUMNS} by `height`; tall ones do not hide that others are there. */
export function heatPath(columns: Float64Array, height: number): string {
  const most = Math.log1p(columns.reduce((max, bytes) => Math.max(max, bytes), 0));
  let path = '';
  for (const [column, bytes] of columns.entries()) {
    if (bytes > 0) path += `M${column} ${height}v${-Math.max(1.5, (Math.log1p(bytes) / most) * height).toFixed(1)}h.8V${height}z`;
  }
  return path;
}

/** A mark in the gutter of the strip. */
export interface StripMark {
  readonly at: number;
  /** From 0 to 1. */
  readonly place: number;
  readonly title: string;
  readonly look: 'snapshot' | 'bad' | 'moment';
}

const BAD: ReadonlySet<Moment['type']> = new Set(['error', 'denied', 'tests_failed']);

/** The moments in the time of a terminal, one for each column: what went wrong before a snapshot, that before anything else. */
export function stripMarks(moments: readonly Moment[], track: TerminalTrack, axis: StripAxis): StripMark[] {
  const marks = new Map<number, StripMark>();
  const weight = { bad: 2, snapshot: 1, moment: 0 } as const;
  for (const { at, type, title } of moments) {
    if (at < track.startedAt || at > track.endedAt) continue;
    const place = axis.placeOf(at);
    const look = BAD.has(type) ? 'bad' : type === 'snapshot' || type === 'checkpoint' ? 'snapshot' : 'moment';
    const column = Math.round(place * (COLUMNS / 2));
    const there = marks.get(column);
    if (!there || weight[look] > weight[there.look]) marks.set(column, { at, place, title, look });
  }
  return [...marks.values()].sort((a, b) => a.at - b.at);
}

/** The last mark at or before a moment. */
export function markAt(marks: readonly StripMark[], at: number): StripMark | undefined {
  return marks.findLast((mark) => mark.at <= at);
}
