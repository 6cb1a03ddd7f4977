import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** How often redaction found something of one kind. */
export interface RedactionCount {
  /** The kind, such as `GITHUB_TOKEN` or `EMAIL_ADDRESS`. */
  readonly kind: string;
  /** How many. */
  readonly count: number;
}

/** What redaction took out of the records before it. Never the values. */
export interface RedactionData {
  /** The policy in force, such as `entity`. */
  readonly policy: string;
  /** What was found, by kind. */
  readonly found: readonly RedactionCount[];
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `redaction`. */
export const redaction: EventDefinition<'redaction', RedactionData> = defineEvent<RedactionData>()({
  type: 'redaction',
  kind: 'session',
  title: 'Redacted',
  summary: (data) => (Array.isArray(data.found) ? data.found : []).map((entry: Partial<RedactionCount>) => `${entry.count} × ${entry.kind}`).join(', '),
});
