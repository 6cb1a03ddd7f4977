import type { JsonObject } from '@playhead/protocol';

/** A record before the adapter fills in time, turn and agent of its payload. */
export interface Draft {
  readonly type: string;
  readonly data: JsonObject;
  readonly key?: string;
  readonly call?: string;
  /** Default: the turn of the payload. Null: none. */
  readonly turn?: string | null;
  /** Default: the agent of the payload. Null: the main agent. */
  readonly agent?: string | null;
}

/** Which hook said something about a call; part of the source key. */
export type CallPhase = 'pre' | 'post' | 'batch' | 'closed' | 'decision';

/** The source key of a record of a call: of several records with one key a reader keeps the first. */
export function callKey(id: string, phase: CallPhase, index = 0): string {
  return `claude:tool:${id}:${phase}#${index}`;
}

/** The call id and phase of a key made by {@link callKey}. */
export function phaseOf(key: string | undefined): CallPhase | undefined {
  const match = /:(pre|post|batch|closed|decision)#\d{1,9}$/.exec(key?.startsWith('claude:tool:') ? key : '');
  return match?.[1] as CallPhase | undefined; // the pattern has no other words
}
