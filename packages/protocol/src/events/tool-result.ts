import { type BlobRef, type TextValue } from '../blob.ts';
import { type JsonObject, type JsonValue } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A tool call came to an end. */
export interface ToolResultData {
  /** How it ended. */
  readonly status: 'ok' | 'failed' | 'denied' | 'interrupted';
  /** What the model was told. */
  readonly text?: TextValue;
  /** The structured result, without what other records of the call hold. */
  readonly output?: JsonValue | BlobRef;
  /** Why it failed, in one line. */
  readonly error?: string;
  /** How long it took, in microseconds. */
  readonly durationUs?: number;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `tool_result`. */
export const toolResult: EventDefinition<'tool_result', ToolResultData> = defineEvent<ToolResultData>()({
  type: 'tool_result',
  kind: 'tool',
  title: 'Result',
  step: 'closes',
  summary: (data) => data.error ?? data.status,
  severity: (data) => (data.status === 'failed' ? 'error' : data.status === 'denied' ? 'denied' : data.status === 'interrupted' ? 'warning' : 'info'),
});
