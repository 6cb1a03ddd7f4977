import type { EventDescription, SessionRecord } from '@playhead/protocol';
import type { ReplayEvent } from './types.ts';

/** The step and the turn that an event belongs to, as far as it belongs to any. */
export interface EventPlace {
  readonly stepId?: string | undefined;
  readonly turnId?: string | undefined;
}

/**
 * Makes the event of a record. Field by field and in one order: copies made by spreading share no hidden class, which costs an engine
 * more than the event itself, and a long session has hundreds of thousands.
 */
export function eventOf({ kind, title, step, summary, severity }: EventDescription, record: SessionRecord, { stepId, turnId }: EventPlace): ReplayEvent {
  const { id } = record;
  if (step && stepId !== undefined && turnId !== undefined) return { kind, title, step, summary, severity, id, record, stepId, turnId };
  const event = { kind, title, summary, severity, id, record };
  if (!step && stepId === undefined) return turnId === undefined ? event : { kind, title, summary, severity, id, record, turnId };
  return { ...event, ...(step && { step }), ...(stepId !== undefined && { stepId }), ...(turnId !== undefined && { turnId }) };
}
