import type { Chapter, Moment, Step, Turn } from '@playhead/replay-core';

/** A line of the outline. */
export interface OutlineNode {
  /** Stays the same while the session grows. */
  readonly id: string;
  readonly level: 1 | 2 | 3;
  /** The id of the node it is in. */
  readonly parentId?: string;
  /** From 1, among the nodes of its parent. */
  readonly position: number;
  /** When it begins: microseconds since the Unix epoch. */
  readonly at: number;
  /** The event it leads to. */
  readonly eventId?: string;
  readonly expandable: boolean;
  readonly of:
    | { readonly type: 'chapter'; readonly chapter: Chapter }
    | { readonly type: 'turn'; readonly turn: Turn; readonly continued: boolean }
    | { readonly type: 'steps'; readonly steps: readonly Step[] }
    | { readonly type: 'mark'; readonly moment: Moment };
}

/** Where the steps of a part of a turn stand. */
export interface StepPlace {
  readonly parentId: string;
  readonly level: 2 | 3;
}

const MARKS: ReadonlySet<Moment['type']> = new Set<Moment['type']>(['checkpoint', 'snapshot', 'milestone', 'moment']);

/** Whether a moment has a line of its own in the outline. */
export function isMark({ type }: Moment): boolean {
  return MARKS.has(type);
}

/**
 * Adds the nodes of steps and marks to a list, in order of time; reads that follow each other become one node.
 *
 * @param nodes - The nodes that are there; they stay.
 */
export function addNodes(nodes: OutlineNode[], steps: readonly Step[], marks: readonly Moment[], place: StepPlace): void {
  let mark = 0;
  const addMarks = (until: number): void => {
    for (let next = marks[mark]; next && next.at < until; next = marks[++mark]) nodes.push({ ...place, id: `mark ${next.eventId}`, position: nodes.length + 1, at: next.at, eventId: next.eventId, expandable: false, of: { type: 'mark', moment: next } });
  };
  for (const step of steps) {
    const before = nodes.length;
    addMarks(step.startedAt);
    const last = nodes.length === before ? nodes.at(-1) : undefined;
    if (last?.of.type === 'steps' && isRead(step) && last.of.steps.every(isRead)) nodes[nodes.length - 1] = { ...last, of: { type: 'steps', steps: [...last.of.steps, step] } };
    else nodes.push({ ...place, id: `step ${step.id}`, position: nodes.length + 1, at: step.startedAt, ...(step.eventIds[0] !== undefined && { eventId: step.eventIds[0] }), expandable: false, of: { type: 'steps', steps: [step] } });
  }
  addMarks(Infinity);
}

/** Whether a step only read a file, and could. */
export function isRead({ kind, status }: Step): boolean {
  return kind === 'read' && status === 'ok';
}
