import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { HttpAnswer } from './client.ts';
import { unreadable } from './failures.ts';

/**
 * The object that an answer is.
 *
 * @throws PlayheadError `storage_unavailable` when it is none.
 */
export function objectOf({ bytes }: HttpAnswer, what: string): JsonObject {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isJsonObject(value)) return value;
  } catch {
    // said below
  }
  throw unreadable(what);
}

/** A body of JSON. */
export function jsonBody(value: unknown): { bytes: Uint8Array<ArrayBuffer>; type: string } {
  return { bytes: new TextEncoder().encode(JSON.stringify(value)), type: 'application/json' };
}

/**
 * Holds an answer without content to be what Playhead's server gives, and not the page of something between: only then it is done.
 *
 * @throws PlayheadError `storage_unavailable`.
 */
export function assertDone({ status }: HttpAnswer, what: string): void {
  if (status !== 204) throw unreadable(what);
}
