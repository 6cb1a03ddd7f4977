import type { EventKind } from '@playhead/protocol';
import type { IconName } from '../elements/icon-paths.ts';
import { checkpointCard } from './cards/checkpoint-card.ts';
import { commandCard } from './cards/command-card.ts';
import { denialCard } from './cards/denial-card.ts';
import { editCard } from './cards/edit-card.ts';
import { failureCard } from './cards/failure-card.ts';
import { genericCard } from './cards/generic-card.ts';
import { mcpCard } from './cards/mcp-card.ts';
import { assistantCard, promptCard } from './cards/prose-card.ts';
import { readCard } from './cards/read-card.ts';
import { searchCard } from './cards/search-card.ts';
import { skillCard } from './cards/skill-card.ts';
import { subagentCard } from './cards/subagent-card.ts';
import { taskCard } from './cards/task-card.ts';
import { testCard } from './cards/test-card.ts';
import type { EventCard, RowSubject } from './event-card.ts';
import type { FeedRow } from './feed.ts';

/** The card of each family. */
const CARDS: Readonly<Record<EventKind, EventCard>> = {
  prompt: promptCard, assistant: assistantCard, command: commandCard, read: readCard, search: searchCard, edit: editCard, test: testCard, mcp: mcpCard,
  skill: skillCard, subagent: subagentCard, permission: denialCard, error: failureCard, checkpoint: checkpointCard, task: taskCard, tool: genericCard, session: genericCard,
};

/** The family that a row belongs to. */
export function kindOf({ step, event }: RowSubject): EventKind {
  return step?.test ? 'test' : (step?.kind ?? event.kind);
}

/** The card that draws a row: what was refused looks the same everywhere. */
export function cardOf(row: FeedRow): EventCard {
  if (isDenied(row)) return denialCard;
  const card = CARDS[kindOf(row)];
  return card.prose && row.prose === undefined ? genericCard : card;
}

/** Whether a permission or a policy refused it. */
export function isDenied({ step, event }: RowSubject): boolean {
  return step ? step.status === 'denied' : event.severity === 'denied';
}

/** The colour and the icon of a row: of what went wrong, else of its family. */
export function lookOf(row: RowSubject): { readonly kind: string; readonly icon: IconName } {
  const { step } = row;
  const kind = kindOf(row);
  if (isDenied(row)) return { kind: 'denied', icon: 'denied' };
  if (step?.status === 'running') return { kind, icon: 'spin' };
  if (step?.status === 'failed' && kind !== 'test') return { kind: 'error', icon: 'error' };
  const { icon } = CARDS[kind];
  return { kind, icon: typeof icon === 'string' ? icon : icon(row) };
}
