import { type JsonObject, type JsonValue } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The agent needs a permission. */
export interface PermissionRequestData {
  /** For which tool. */
  readonly tool?: string;
  /** What is asked. */
  readonly message?: string;
  /** Rules the harness offers to add. */
  readonly suggestions?: JsonValue;
  /** By which a decision names it, where others than the harness may decide. */
  readonly approvalId?: string;
  /** The rule that asks. */
  readonly rule?: string;
  /** The server that the tool belongs to. */
  readonly server?: string;
  /** Which way the message goes that waits, between the client, which is the agent, and the server. */
  readonly direction?: 'to_server' | 'to_client';
  /** Until when somebody can decide: integer microseconds since the Unix epoch. */
  readonly expiresAt?: number;
  /** Who is behind the agent, such as `user:ada@example.com`. */
  readonly identity?: string;
  /** The id of what its work is for. */
  readonly task?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `permission_request`. */
export const permissionRequest: EventDefinition<'permission_request', PermissionRequestData> = defineEvent<PermissionRequestData>()({
  type: 'permission_request',
  kind: 'permission',
  title: 'Permission asked',
  step: 'describes',
  summary: (data) => data.message ?? data.tool ?? '',
  severity: () => ('warning'),
});
