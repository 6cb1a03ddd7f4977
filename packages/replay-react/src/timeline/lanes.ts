import type { SubagentRun, TimeMap } from '@playhead/replay-core';
import type { TimeAxis } from './axis.ts';

/** Height of a lane in px. */
export const LANE_PX = 12;
const MOST_ROWS = 3;
const MOST_NAMES = 12;
const LONGEST_NAME = 18;
/** Room of a letter in px, a little too much for most. */
const LETTER_PX = 6.2;
const GAP_PX = 6;

/** A subagent with its place. */
export interface PlacedLane {
  readonly id: string;
  readonly row: number;
  readonly x: number;
  readonly width: number;
  /** Its name, where there is room for it. */
  readonly name?: { readonly text: string; readonly x: number; readonly anchor: 'start' | 'end' };
}

/** Places subagents in as few lanes as they need, at most three; what finds no room in any shares the last one without a name. */
export function placeLanes(subagents: readonly SubagentRun[], axis: TimeAxis, timeMap: TimeMap): PlacedLane[] {
  const free: number[] = [];
  const lanes: PlacedLane[] = [];
  let names = 0;
  for (const agent of subagents) {
    const from = timeMap.toVirtual(agent.startedAt);
    const to = agent.endedAt === undefined ? timeMap.durationMs : timeMap.toVirtual(agent.endedAt);
    if (to < axis.view.fromMs || from > axis.view.toMs) continue;
    const x = axis.toX(from);
    const width = Math.max(5, axis.toX(to) - x);
    const text = nameOf(agent);
    const room = text.length * LETTER_PX + GAP_PX;
    const after = x + width + room <= axis.widthPx;
    const start = after ? x : x - room;
    const end = after ? x + width + room : x + width;
    const fitting = free.findIndex((taken) => taken <= start);
    const row = fitting >= 0 ? fitting : free.length < MOST_ROWS ? free.length : -1;
    if (row < 0) {
      if (lanes.length < axis.widthPx / 4) lanes.push({ id: agent.id, row: MOST_ROWS - 1, x, width });
      continue;
    }
    free[row] = end + GAP_PX;
    const named = names < MOST_NAMES && start >= 0;
    if (named) names += 1;
    lanes.push({ id: agent.id, row, x, width, ...(named && { name: after ? { text, x: x + width + GAP_PX, anchor: 'start' as const } : { text, x: x - GAP_PX, anchor: 'end' as const } }) });
  }
  return lanes;
}

/** How many lanes are used. */
export function laneRows(lanes: readonly PlacedLane[]): number {
  return lanes.reduce((most, { row }) => Math.max(most, row + 1), 0);
}

function nameOf({ type, description, id }: SubagentRun): string {
  const name = type ?? description ?? id;
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}
