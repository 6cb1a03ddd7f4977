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
