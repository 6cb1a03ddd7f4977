import { isJsonObject } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { present } from '../mcp/fields.ts';
import type { RpcItem } from '../rpc/read-messages.ts';

/** A record of a request that is else recorded with its answer alone. Of what says nothing, such as `ping` and answers to it, there is none. */
export function requestRecord(item: RpcItem, server: string): readonly RecordInput[] {
  if (item.kind !== 'message') return [];
  const { method, params } = item.message;
  if (typeof method !== 'string' || (method === 'ping' && params === undefined)) return [];
  return [{ type: 'harness_event', at: item.at, data: { name: method, extra: present({ server, direction: item.direction, phase: 'request', params: isJsonObject(params) ? params : undefined }) } }];
}
