import { type BlobRef } from '../blob.ts';
import { type JsonObject, type JsonValue } from '../json.ts';
import { defineEvent, type EventDefinition, type EventKind } from './define-event.ts';

/** The agent calls a tool that no other event type describes. */
export interface ToolCallData {
  /** The harness's name of the tool. */
  readonly name: string;
  /** What it was given. */
  readonly input?: JsonValue | BlobRef;
  /** The family it is shown as. Default `tool`. */
  readonly kind?: EventKind;
  /** A short text for lists, such as the path that is read. */
  readonly title?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `tool_call`. */
export const toolCall: EventDefinition<'tool_call', ToolCallData> = defineEvent<ToolCallData>()({
  type: 'tool_call',
  kind: 'tool',
  title: 'Tool call',
  step: 'opens',
  summary: (data) => data.title ?? data.name,
});
