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
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `permission_decision`. */
export const permissionDecision: EventDefinition<'permission_decision', PermissionDecisionData> = defineEvent<PermissionDecisionData>()({
  type: 'permission_decision',
  kind: 'permission',
  title: 'Permission decided',
  step: 'describes',
  summary: (data) => data.reason ?? data.decision,
  severity: (data) => (data.decision === 'denied' ? 'denied' : 'info'),
});
