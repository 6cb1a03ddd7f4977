import type { EventKind } from '@playhead/protocol';
import type { EventFilter } from '@playhead/replay-core';
import type { Feed, FeedRow } from '../events/feed.ts';

/** A status that can be asked for. */
export type FilteredStatus = NonNullable<EventFilter['statuses']>[number];

/** How many rows there are of each kind, status and agent. */
export interface RowCounts {
  readonly kinds: ReadonlyMap<EventKind, number>;
  readonly statuses: ReadonlyMap<FilteredStatus, number>;
  /** By subagent; `main` is the agent itself. */
  readonly agents: ReadonlyMap<string, number>;
  /** Takes in the feed after each of its updates; only rows that changed are counted again. */
  update(feed: Feed): void;
}

/** The name of the agent itself in filters. */
export const MAIN_AGENT = 'main';

/** Makes counts of nothing. */
export function createRowCounts(): RowCounts {
  const kinds = new Map<EventKind, number>();
  const statuses = new Map<FilteredStatus, number>();
  const agents = new Map<string, number>();
  let counted: FeedRow[] = [];
  const count = (row: FeedRow, by: 1 | -1): void => {
    for (const kind of new Set([row.event, ...row.details].map((event) => event.kind))) add(kinds, kind, by);
    const status = statusOf(row);
    if (status) add(statuses, status, by);
    add(agents, row.agentId ?? MAIN_AGENT, by);
  };
  return {
    kinds, statuses, agents,
    update({ rows, changedFrom }) {
      const from = Math.min(changedFrom, counted.length, rows.length);
      for (const row of counted.slice(from)) count(row, -1);
      counted = counted.slice(0, from);
      for (const row of rows.slice(from)) {
        count(row, 1);
        counted.push(row);
      }
    },
  };
}

function statusOf({ step, event }: FeedRow): FilteredStatus | undefined {
  if (step) return step.status === 'ok' ? undefined : step.status;
  return event.severity === 'denied' ? 'denied' : event.severity === 'error' ? 'failed' : undefined;
}

function add<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
