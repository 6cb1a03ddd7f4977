import type { BlobRef, JsonValue, TextValue } from '@playhead/protocol';

/** Whether a value stands for a large value beside the log. */
export function isLarge(value: JsonValue | TextValue | BlobRef | null | undefined): value is BlobRef {
  return typeof value === 'object' && value !== null && '$blob' in value && typeof value['$blob'] === 'string';
}

/** What is there of a text without loading anything. */
export function shortText(value: TextValue | null | undefined): string {
  if (typeof value === 'string') return value;
  return isLarge(value) ? (value.preview ?? '') : '';
}
