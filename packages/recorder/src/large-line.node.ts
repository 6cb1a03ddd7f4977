import { BLOB_THRESHOLD_BYTES } from '@playhead/protocol';

/** Whether a line may hold a value over the blob threshold: none is longer than the line that it stands in. */
export function mayHoldLarge(line: string): boolean {
  return line.length * 3 > BLOB_THRESHOLD_BYTES && Buffer.byteLength(line) > BLOB_THRESHOLD_BYTES;
}
