import type { Chapter, Moment, OutlineTarget, ReplayEvent, SessionModel } from '@playhead/replay-core';
import type { OutlineNode } from './outline-node.ts';

/** A chapter or moment that can be changed. */
export interface Editable {
  readonly target: OutlineTarget;
  readonly item: Chapter | Moment;
  readonly title: string;
  /** The event that names it, also after it was moved. */
  readonly nameId: string;
  /** Whether somebody changed what was recorded, so that it can be as it was. */
  readonly changed: boolean;
}

/** What of a line can be changed: a chapter or a moment that an event names. */
export function editableOf(node: OutlineNode | undefined, { events }: Pick<SessionModel, 'events'>): Editable | undefined {
  if (!node || (node.of.type !== 'chapter' && node.of.type !== 'mark')) return undefined;
  const [target, item] = node.of.type === 'chapter' ? ['chapter', node.of.chapter] as const : ['moment', node.of.moment] as const;
  const nameId = item.movedFrom ?? item.eventId;
  if (nameId === undefined) return undefined;
  const added = 'origin' in item ? item.origin === 'added' : item.editedBy !== undefined && eventOf({ events }, nameId)?.record.type !== item.type;
  return { target, item, title: item.title, nameId, changed: item.editedBy !== undefined && !added };
}

/** What can be changed at a line: it itself, else what it is in. */
export function editableAt(nodes: readonly OutlineNode[], at: number, model: Pick<SessionModel, 'events'>): Editable | undefined {
  let node = nodes[at];
  while (node) {
    const editable = editableOf(node, model);
    const { parentId } = node;
    if (editable || parentId === undefined) return editable;
    node = nodes.find(({ id }) => id === parentId);
  }
  return undefined;
}

/** An event by its id. */
export function eventOf({ events }: Pick<SessionModel, 'events'>, eventId: string): ReplayEvent | undefined {
  return events.find(({ id }) => id === eventId);
}
