import type { SessionStorage } from '@playhead/protocol';
import { encodeBatch } from './encode-batch.ts';
import type { RecordInput } from './harness.ts';
import type { Producer } from './producer.ts';
import type { RecordGuard } from './record-guard.ts';

/** Where records go, and what stands before it. */
export interface EncodeTarget {
  readonly storage: SessionStorage;
  readonly sessionId: string;
  readonly producer: Producer;
  readonly guard: RecordGuard;
}

/**
 * Makes records into the lines of one append: numbered, guarded, large values in blobs, with `oversize`
 * records for what is too large and `redaction` records for what was taken out.
 *
 * @param inputs - In the order in which they happened.
 * @param options.held - Which ends of streams follow them: see `RecordGuard.take`.
 * @throws What the storage's blobs reject with.
 *
 * @example
 * ```ts
 * await storage.append(sessionId, await encodeRecords(records, { storage, sessionId, producer, guard }));
 * ```
 */
export async function encodeRecords(inputs: readonly RecordInput[], target: EncodeTarget, options: { readonly held?: 'due' | 'settled' | 'all' } = {}): Promise<readonly string[]> {
  const { storage, sessionId, producer, guard } = target;
  const lines: string[] = [];
  for (const input of inputs) {
    const { line, record } = producer.produce(input, guard.record);
    const { lines: encoded, oversize } = await encodeBatch(storage, sessionId, [line], guard);
    lines.push(...encoded);
    const { at, call, turn, agent } = record;
    const place = { at, ...(call !== undefined && { call }), ...(turn !== undefined && { turn }), ...(agent !== undefined && { agent }) };
    for (const data of oversize) lines.push(producer.produce({ ...place, type: 'oversize', data: { ...data } }).line);
  }
  for (const input of guard.take(options.held)) lines.push(producer.produce(input).line);
  return lines;
}
