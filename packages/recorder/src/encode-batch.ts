import { decodeRecord, encodeRecord, type OversizeData, type SessionStorage } from '@playhead/protocol';
import { mayHoldLarge } from '#large-line';
import { utf8Length } from './large-text.ts';
import { oversizeRecord, type RecordGuard } from './record-guard.ts';

/** The lines as they are appended: their large values in blobs where the storage has them, none over the limit. */
export async function encodeBatch(storage: SessionStorage, sessionId: string, batch: readonly string[], guard: RecordGuard): Promise<{ lines: readonly string[]; oversize: OversizeData[] }> {
  const lines: string[] = [];
  const oversize: OversizeData[] = [];
  for (const line of batch) {
    const record = mayHoldLarge(line) && storage.capabilities.blobs ? decodeRecord(line) : undefined;
    if (!record) { lines.push(line); continue; }
    const { externalise } = await import('./externalise.ts'); // a page loads it with its first large value
    const result = await externalise(sessionId, record.data, storage.blobs, guard.limits);
    oversize.push(...result.oversize);
    lines.push(result.data === record.data ? line : encodeRecord({ ...record, data: result.data }));
  }
  return { lines: linesWithinLimit(lines, guard), oversize };
}

/** Lines, none longer than it may be: mostly the very same list, since a character has three bytes at most. */
export function linesWithinLimit(lines: readonly string[], { limits: { eventBytes } }: RecordGuard): readonly string[] {
  return lines.some(({ length }) => length * 3 > eventBytes) ? lines.map((line) => withinLimit(line, eventBytes)) : lines;
}

/** The line, or what stands in its place where it is longer than it may be. */
function withinLimit(line: string, eventBytes: number): string {
  const record = utf8Length(line) > eventBytes ? decodeRecord(line) : undefined;
  return record ? encodeRecord(oversizeRecord(record, `${record.type}, longer than ${eventBytes} bytes`, line)) : line;
}
