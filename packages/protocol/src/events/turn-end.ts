import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** The agent stopped working on a prompt. */
export interface TurnEndData {
  /** The last thing it said. */
  readonly text?: TextValue;
  /** How the turn ended. */
  readonly outcome?: 'success' | 'failed' | 'interrupted';
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `turn_end`. */
export const turnEnd: EventDefinition<'turn_end', TurnEndData> = defineEvent<TurnEndData>()({
  type: 'turn_end',
  kind: 'assistant',
  title: 'Turn ended',
  summary: (data) => firstLine(data.text),
  severity: (data) => (data.outcome === 'failed' ? 'error' : data.outcome === 'interrupted' ? 'warning' : 'info'),
});
