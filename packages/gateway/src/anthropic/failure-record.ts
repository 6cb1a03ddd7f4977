import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import type { AbortedExchange } from '../http/exchange.ts';
import { filled, firstLineOf, objectIn, present, textIn } from '../mcp/fields.ts';
import type { OpenExchange } from './exchange-state.ts';

/** What went wrong, where something did: the service refused, or one of both left. */
export function failureOf({ response, answer, missing }: OpenExchange, body: JsonObject | undefined, aborted?: AbortedExchange): RecordInput | undefined {
  const error = answer.error ?? (body ? objectIn(body, 'error') : undefined);
  const refused = response !== undefined && response.status >= 400 ? response.status : undefined;
  const said = filled(error ?? {});
  if (refused !== undefined || answer.error) {
    const what = firstLineOf(textIn(said, 'message') ?? textIn(said, 'type') ?? response?.statusText ?? 'no reason');
    const extra = present({ status: response?.status, error: textIn(said, 'type'), retryAfter: response?.headers['retry-after'] });
    return { type: 'failure', data: present({ message: refused === undefined ? `The model's service stopped its answer: ${what}` : `The model's service answered ${refused}: ${what}`, details: said ? JSON.stringify(said) : undefined, extra }) };
  }
  if (aborted?.by === 'server') return { type: 'failure', data: { message: `The model's service left: ${aborted.problem}` } };
  if (missing !== undefined) return { type: 'recorder_gap', data: { count: 1, what: 'answer of the model', reason: missing } };
  return undefined;
}

/** The JSON object that a text is; undefined for any other. */
export function parsedObject(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue; // what JSON.parse gives is JSON
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
