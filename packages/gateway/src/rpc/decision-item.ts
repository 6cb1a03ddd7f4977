import type { JsonValue } from '@playhead/protocol';

/** What was decided about a message on its way. */
export interface RpcDecision {
  /** The id of the request, as its sender says it; absent: a notification, or nobody can tell. */
  readonly id?: JsonValue;
  readonly method?: string;
  readonly tool?: string;
  /** `held`: somebody is asked. `expired`: nobody answered, so that it was refused. */
  readonly decision: 'held' | 'allowed' | 'denied' | 'expired';
  readonly rule?: string;
  /** What the agent is told. */
  readonly message?: string;
  readonly approvalId?: string;
  /** Who decided, where it was no rule. */
  readonly approver?: string;
  /** Why, in the words of who decided. */
  readonly reason?: string;
  /** Until when somebody can decide: integer microseconds since the Unix epoch. */
  readonly expiresAt?: number;
}
