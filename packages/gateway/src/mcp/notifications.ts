import type { JsonObject, JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import type { Connection, Request } from './connection.ts';
import { present, textIn } from './fields.ts';

/** The call that a token of progress or an id of a request belongs to. */
export interface CallLookup {
  /** The request that whoever hears of its progress has sent. */
  ofToken(token: JsonValue | undefined): string | undefined;
  /** The request that the sender of the notification has sent. */
  ofRequest(id: JsonValue | undefined): string | undefined;
}

/** What is recorded of a message that wants no answer. */
export function notificationRecords({ method, params, direction, at }: Request, { server }: Connection, calls: CallLookup): readonly RecordInput[] {
  if (method === 'notifications/progress') {
    const call = calls.ofToken(params['progressToken']);
    return [{ type: 'notification', at, ...(call !== undefined && { call }), data: { message: progressText(params), title: server, category: 'progress', extra: params } }];
  }
  if (method === 'notifications/cancelled') {
    const call = calls.ofRequest(params['requestId']);
    const reason = textIn(params, 'reason') ?? 'it was cancelled';
    if (call !== undefined) return [{ type: 'tool_result', at, call, data: { status: 'interrupted', error: reason } }];
  }
  if (method === 'notifications/message') {
    const { data, ...rest } = params;
    return [{ type: 'notification', at, data: { message: typeof data === 'string' ? data : JSON.stringify(data ?? null), title: textIn(params, 'logger') ?? server, category: textIn(params, 'level') ?? 'info', extra: { server, ...rest } } }];
  }
  return [{ type: 'harness_event', at, data: { name: method, extra: present({ server, direction, params: Object.keys(params).length > 0 ? params : undefined }) } }];
}

function progressText({ progress, total, message }: JsonObject): string {
  const amount = `${String(progress ?? '')}${total === undefined ? '' : ` of ${String(total)}`}`;
  return typeof message === 'string' ? `${amount}: ${message}` : amount;
}
