import type { BlobRef, JsonValue } from '@playhead/protocol';
import { isLarge } from '../../elements/text-value.ts';

/** How many entries a JSON object or list has; none for what is neither, or not loaded. */
export function entryCount(value: JsonValue | BlobRef | undefined): number {
  return value === undefined || isLarge(value) || typeof value !== 'object' || value === null ? 0 : Object.keys(value).length;
}
