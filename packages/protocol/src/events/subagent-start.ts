import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A subagent begins to work. The record's `agent` names it, its `call` the call that started it where that is known. */
export interface SubagentStartData {
  /** Its type. */
  readonly agentType?: string;
  /** What it is for. */
  readonly description?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `subagent_start`. */
export const subagentStart: EventDefinition<'subagent_start', SubagentStartData> = defineEvent<SubagentStartData>()({
  type: 'subagent_start',
  kind: 'subagent',
  title: 'Subagent started',
  summary: (data) => data.agentType ?? data.description ?? '',
});
