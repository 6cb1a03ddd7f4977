import type { ReplayEvent, SessionModel, Step } from '@playhead/replay-core';
import type { TextValue } from '@playhead/protocol';
import { stepsById } from '../replay/use-steps.ts';

/** A row of the list: a step with all its events, or an event that stands alone. */
export interface FeedItem {
  /** The event it begins with. */
  readonly event: ReplayEvent;
  /** Indexes in `model.events` of its first and last event. */
  readonly first: number;
  readonly last: number;
  readonly step?: Step;
  /** Prose, in the pieces it came in. */
  readonly prose?: readonly TextValue[];
  /** The type of the subagent that did it. */
  readonly agent?: string;
}

/** Bookkeeping that has its place elsewhere: in the header, the statistics, or in the row of its step. */
const QUIET: ReadonlySet<string> = new Set(['usage', 'iteration', 'session_update', 'session_status', 'session_checkpoint', 'turn_end', 'tool_result', 'prompt_expansion', 'harness_event']);
const PROSE: ReadonlySet<string> = new Set(['prompt', 'assistant_text', 'assistant_thinking']);

/** The rows of a session: one per step, one per message, one per other event worth a line. */
export function feedItems(model: SessionModel): FeedItem[] {
  const steps = stepsById(model);
  const agents = new Map(model.subagents.map((agent) => [agent.id, agent.type ?? 'subagent']));
  const rows: FeedItem[] = [];
  const rowOf = new Map<string, number>();
  model.events.forEach((event, index) => {
    const step = event.stepId === undefined ? undefined : steps.get(event.stepId);
    if (!step && isQuiet(event)) return;
    const prose = PROSE.has(event.record.type) ? (event.record.data['text'] as TextValue | undefined) : undefined; // these types have a text; what else it may be is caught by shortText
    const agentId = step?.agentId ?? event.record.agent;
    const agent = agentId === undefined ? undefined : (agents.get(agentId) ?? 'subagent');
    const key = step ? `step ${step.id}` : messageKey(event);
    const known = key === undefined ? undefined : rowOf.get(key);
    const row = known === undefined ? undefined : rows[known];
    if (row && known !== undefined) {
      rows[known] = { ...row, last: index, ...(row.prose && prose !== undefined && { prose: [...row.prose, prose] }) };
      return;
    }
    if (key !== undefined) rowOf.set(key, rows.length);
    rows.push({ event, first: index, last: index, ...(step && { step }), ...(prose !== undefined && { prose: [prose] }), ...(agent && { agent }) });
  });
  return rows;
}

/** What has nothing to say on a line; it stays in the raw records. */
function isQuiet({ record, kind, summary, severity }: ReplayEvent): boolean {
  return QUIET.has(record.type) || (kind === 'session' && summary === '' && severity === 'info');
}

function messageKey(event: ReplayEvent): string | undefined {
  const id = event.record.data['messageId'];
  return typeof id === 'string' && PROSE.has(event.record.type) ? `${event.record.type} ${id} ${event.record.agent ?? ''}` : undefined;
}

/** The row that an event is in: the last row that begins at or before it. Rows are in order of their first event. */
export function rowAt(items: readonly FeedItem[], index: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.first ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
