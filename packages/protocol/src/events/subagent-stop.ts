import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** A subagent is done. */
export interface SubagentStopData {
  /** Its type. */
  readonly agentType?: string;
  /** The last thing it said. */
  readonly text?: TextValue;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `subagent_stop`. */
export const subagentStop: EventDefinition<'subagent_stop', SubagentStopData> = defineEvent<SubagentStopData>()({
  type: 'subagent_stop',
  kind: 'subagent',
  title: 'Subagent stopped',
  summary: (data) => data.agentType ?? firstLine(data.text),
});
