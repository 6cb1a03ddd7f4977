import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A permission was granted or refused. */
export interface PermissionDecisionData {
  /** What was decided. */
  readonly decision: 'allowed' | 'denied';
  /** Who or what decided. */
  readonly by?: 'user' | 'rule' | 'policy' | 'mode';
  /** Why. */
  readonly reason?: string;
  /** The request that it decides. */
  readonly approvalId?: string;
  /** The person or machine that decided, where that is known. */
  readonly approver?: string;
  /** The rule that decided, or that asked for the decision. */
  readonly rule?: string;
  /** What the agent was told. */
  readonly message?: string;
  /** For which tool, and of which server. */
  readonly tool?: string;
  readonly server?: string;
  /** Which way the message went, between the client, which is the agent, and the server. */
  readonly direction?: 'to_server' | 'to_client';
  /** Whether it was denied because nobody decided in time. */
  readonly expired?: boolean;
  /** Who is behind the agent, such as `user:ada@example.com`. */
  readonly identity?: string;
  /** The id of what its work is for. */
  readonly task?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `permission_decision`. */
export const permissionDecision: EventDefinition<'permission_decision', PermissionDecisionData> = defineEvent<PermissionDecisionData>()({
  type: 'permission_decision',
  kind: 'permission',
  title: 'Permission decided',
  step: 'describes',
  summary: (data) => data.reason ?? data.message ?? data.decision,
  severity: (data) => (data.decision === 'denied' ? 'denied' : 'info'),
});
