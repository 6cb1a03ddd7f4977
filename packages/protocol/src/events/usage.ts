import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** Tokens and cost of a message, or of the session so far. */
export interface UsageData {
  /** The model. */
  readonly model?: string;
  /** Tokens read. */
  readonly inputTokens?: number;
  /** Tokens written. */
  readonly outputTokens?: number;
  /** Tokens read from the cache. */
  readonly cacheReadTokens?: number;
  /** Tokens written to the cache. */
  readonly cacheWriteTokens?: number;
  /** Cost in US dollars. */
  readonly costUsd?: number;
  /** What it covers. Default `message`. */
  readonly scope?: 'message' | 'agent' | 'session';
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `usage`. */
export const usage: EventDefinition<'usage', UsageData> = defineEvent<UsageData>()({
  type: 'usage',
  kind: 'session',
  title: 'Usage',
  summary: (data) => data.model ?? '',
});
