import { setTimeout } from 'node:timers/promises';
import { PlayheadError } from '@playhead/protocol';
import type { CapturedPayload } from './capture.ts';

/** How a capture is sent. */
export interface SendOptions {
  /** The server's address; asked for again before every attempt, because a restarted server may have moved. */
  readonly url: () => string;
  /** A name for this sending: with it a payload sent twice is stored once. */
  readonly name: string;
  /** How many times faster than captured. `Infinity` does not wait at all. */
  readonly speed: number;
  readonly signal?: AbortSignal;
  /** Called after each payload that was acknowledged, with how many were until now. */
  readonly onAcknowledged?: (count: number) => void | Promise<void>;
  /** How long one payload is tried, in milliseconds. Default 60,000. */
  readonly patienceMs?: number;
}

/**
 * Sends captured payloads through the real hook endpoint, in order and at their own pace. What is
 * not acknowledged is sent again. Times are moved so that the last one is now.
 *
 * @returns How many were acknowledged: all.
 * @throws PlayheadError `server_unavailable` when one is not acknowledged in time, `aborted`.
 */
export async function sendCapture(entries: readonly CapturedPayload[], options: SendOptions): Promise<number> {
  const { name, speed, signal, onAcknowledged } = options;
  const first = entries[0]?.at ?? 0;
  const lengthUs = (entries.at(-1)?.at ?? 0) - first;
  const startedMs = Date.now();
  const startUs = startedMs * 1000 - lengthUs;
  for (const [index, { at, payload }] of entries.entries()) {
    await pause(startedMs + (at - first) / 1000 / speed - Date.now(), signal);
    const headers = { 'content-type': 'application/json', 'playhead-delivery': `${name}-${index}`, 'playhead-at': String(startUs + at - first) };
    await deliver(JSON.stringify(payload), headers, options);
    await onAcknowledged?.(index + 1);
  }
  return entries.length;
}

async function deliver(body: string, headers: Record<string, string>, { url, signal, patienceMs = 60_000 }: SendOptions): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause(100, signal)) {
    try {
      const response = await fetch(`${url()}/hooks/claude`, { method: 'POST', body, headers, signal: AbortSignal.timeout(30_000) });
      if (response.headers.get('playhead-recorded') === '1') return;
    } catch {
      // no server at this moment: the next attempt is for that
    }
  }
  throw new PlayheadError('server_unavailable', `A hook payload was not acknowledged within ${patienceMs / 1000} s. Look into the server's messages and run the demo again.`);
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    signal?.throwIfAborted();
    if (ms > 0) await setTimeout(ms, undefined, signal && { signal });
  } catch (error) {
    throw new PlayheadError('aborted', 'The demo was stopped before its session was sent completely.', { cause: error });
  }
}
