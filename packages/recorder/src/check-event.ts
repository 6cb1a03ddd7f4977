import { isJsonObject } from '@playhead/protocol';

const LONGEST_NAME = 512;

/**
 * Says what is wrong with the shape of an event; undefined when nothing is. Callers are not all
 * checked by a compiler. Values inside `data` are left to the encoder.
 */
export function eventFault(event: unknown): string | undefined {
  if (!isJsonObject(event)) return 'it is no object';
  const { type, data, at, key, turn, call, agent } = event;
  if (typeof type !== 'string' || type === '' || type.length > LONGEST_NAME) return '`type` is not a short text';
  if (!isJsonObject(data) || typeof data['toJSON'] === 'function') return '`data` is not a JSON object';
  if (at !== undefined && !(Number.isSafeInteger(at) && Number(at) >= 0)) return '`at` is not in whole microseconds since 1970';
  const name = !isName(key) ? 'key' : !isName(turn) ? 'turn' : !isName(call) ? 'call' : isName(agent) ? undefined : 'agent';
  if (name !== undefined) return `\`${name}\` is not a short text`;
  return undefined;
}

function isName(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.length <= LONGEST_NAME);
}
