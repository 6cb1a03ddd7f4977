import { decodeRecord, encodeRecord, type OversizeData, type SessionStorage } from '@playhead/protocol';
import { externalise } from './externalise.ts';

/** A line that waits for the storage. */
export interface QueuedLine {
  readonly line: string;
  /** Its length in UTF-8. */
  readonly bytes: number;
  /** The place in the queue, from 1. */
  readonly sequence: number;
  /** Whether it counts as an event: gap records do not, so that their loss is not counted again. */
  readonly counts: boolean;
  /** Whether it must reach the disk, not only the kernel. */
  readonly durable: boolean;
  /** Whether it may hold values that belong into blobs. */
  readonly large: boolean;
}

/** Lines shorter than this hold no value over the blob threshold, however its characters are encoded. */
export const SMALL_LINE = 10_000;

/** The lines as they are appended: large values are in blobs, where the storage has them. */
export async function encodeBatch(storage: SessionStorage, sessionId: string, batch: readonly QueuedLine[]): Promise<{ lines: string[]; oversize: OversizeData[] }> {
  const lines: string[] = [];
  const oversize: OversizeData[] = [];
  for (const queued of batch) {
    const record = queued.large && storage.capabilities.blobs ? decodeRecord(queued.line) : undefined;
    if (!record) { lines.push(queued.line); continue; }
    const result = await externalise(sessionId, record.data, storage.blobs);
    oversize.push(...result.oversize);
    lines.push(result.data === record.data ? queued.line : encodeRecord({ ...record, data: result.data }));
  }
  return { lines, oversize };
}
