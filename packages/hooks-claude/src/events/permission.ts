import { valueDigest } from '../digest.ts';
import { callKey } from '../draft.ts';
import { single, type EventConverter } from './event-input.ts';

/** PermissionRequest: names no call, so it joins the last open one of that tool with that input. */
export const permissionRequest: EventConverter = ({ state, fields, agent }) => {
  const tool = fields.text('tool_name');
  const input = fields.value('tool_input');
  const digest = valueDigest(input);
  const open = state.calls.filter((call) => call.name === tool && call.agent === agent && call.status === undefined);
  const joined = open.findLast((call) => call.input === digest) ?? open.at(-1); // redaction may have changed a stored input
  const suggestions = fields.value('permission_suggestions');
  const extra = fields.rest();
  const told = { ...(joined === undefined && input !== undefined && { tool_input: input }), ...extra };
  const data = Object.fromEntries(Object.entries({ tool, suggestions, ...(Object.keys(told).length > 0 && { extra: told }) }).filter(([, value]) => value !== undefined));
  return [{ type: 'permission_request', data, ...(joined && { call: joined.id }) }];
};

/** PermissionDenied: a classifier decided. */
export const permissionDenied: EventConverter = ({ state, fields }) => {
  const id = fields.text('tool_use_id');
  if (state.calls.some((call) => call.id === id)) fields.drop('tool_name', 'tool_input', 'mcp_server'); // the call has them
  const place = id ? { call: id, key: callKey(id, 'decision') } : {};
  return single('permission_decision', { decision: 'denied', by: 'policy', reason: fields.text('reason') }, fields, place);
};
