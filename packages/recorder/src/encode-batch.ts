import { decodeRecord, encodeRecord, type OversizeData, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { utf8Length } from './large-text.ts';
import { oversizeRecord, type RecordGuard } from './record-guard.ts';

/** Lines shorter than this hold no value over the blob threshold, however its characters are encoded. */
const SMALL_LINE = 10_000;

/** The lines as they are appended: their large values in blobs where the storage has them, none over the limit. */
export async function encodeBatch(storage: SessionStorage, sessionId: string, batch: readonly string[], guard: RecordGuard): Promise<{ lines: string[]; oversize: OversizeData[] }> {
  const lines: string[] = [];
  const oversize: OversizeData[] = [];
  for (const line of batch) {
    const record = line.length > SMALL_LINE && storage.capabilities.blobs ? decodeRecord(line) : undefined;
    if (!record) { lines.push(withinLimit(line, guard)); continue; }
    const { externalise } = await import('./externalise.ts'); // a page loads it with its first large value
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
