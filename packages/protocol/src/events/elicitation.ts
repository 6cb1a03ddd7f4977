import { type JsonObject, type JsonValue } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** An MCP server asked the user for something, or was answered. */
export interface ElicitationData {
  /** The server. */
  readonly server: string;
  /** Question or answer. */
  readonly phase: 'request' | 'response';
  /** What is asked. */
  readonly message?: string;
  /** How the user answered. */
  readonly action?: string;
  /** What the user answered. */
  readonly content?: JsonValue;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `elicitation`. */
export const elicitation: EventDefinition<'elicitation', ElicitationData> = defineEvent<ElicitationData>()({
  type: 'elicitation',
  kind: 'mcp',
  title: 'Elicitation',
  summary: (data) => data.message ?? data.action ?? '',
});
