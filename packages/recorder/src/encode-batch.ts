import { decodeRecord, encodeRecord, type OversizeData, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { externalise } from './externalise.ts';
import { utf8Length } from './large-text.ts';
import { oversizeRecord, type RecordGuard } from './record-guard.ts';

/** A line that waits for the storage. */
export interface QueuedLine {
  readonly line: string;
  /** Its length in characters: about how much memory it takes, without counting its UTF-8. */
  readonly length: number;
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

/** The lines as they are appended: their large values in blobs where the storage has them, none over the limit. */
export async function encodeBatch(storage: SessionStorage, sessionId: string, batch: readonly Pick<QueuedLine, 'line' | 'large'>[], guard: RecordGuard): Promise<{ lines: string[]; oversize: OversizeData[] }> {
  const lines: string[] = [];
  const oversize: OversizeData[] = [];
  for (const { line, large } of batch) {
    const record = large && storage.capabilities.blobs ? decodeRecord(line) : undefined;
    if (!record) { lines.push(withinLimit(line, guard)); continue; }
    const result = await externalise(sessionId, record.data, storage.blobs, guard.limits);
    oversize.push(...result.oversize);
    lines.push(withinLimit(result.data === record.data ? line : encodeRecord({ ...record, data: result.data }), guard));
  }
  return { lines, oversize };
}

/** The line, or what stands in its place where it is longer than it may be. */
export function withinLimit(line: string, { limits }: RecordGuard): string {
  if (line.length * 3 <= limits.eventBytes || utf8Length(line) <= limits.eventBytes) return line;
  const record: SessionRecord | undefined = decodeRecord(line);
  return record ? encodeRecord(oversizeRecord(record, `${record.type}, longer than ${limits.eventBytes} bytes`, line)) : line;
}
