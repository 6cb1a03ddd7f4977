import type { RecordInput } from '@playhead/recorder';
import type { RpcDecision } from '../rpc/decision-item.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import { present } from './fields.ts';

/** On whose behalf something is decided. */
export interface DecisionParties {
  readonly server: string;
  /** Such as `user:ada@example.com`. */
  readonly identity?: string;
  /** The id of a task. */
  readonly task?: string;
}

/** What is recorded of a decision about a message. */
export function decisionRecord(decided: RpcDecision, place: { readonly at: number; readonly direction: RpcDirection; readonly call?: string }, { server, identity, task }: DecisionParties): RecordInput {
  const { decision, method, tool = method, rule, message, approvalId, approver, reason, expiresAt } = decided;
  const { direction, call, at } = place;
  const about = { tool, message, approvalId, rule, server, direction, identity, task };
  const common = { at, ...(call !== undefined && { call }) };
  if (decision === 'held') return { ...common, type: 'permission_request', data: present({ ...about, expiresAt }) };
  return {
    ...common, type: 'permission_decision',
    data: present({ decision: decision === 'allowed' ? 'allowed' : 'denied', by: approver === undefined ? 'policy' : 'user', reason, approver, ...about, expired: decision === 'expired' ? true : undefined }),
  };
}
