import type { BlobRef } from '@playhead/protocol';
import { base64Of } from './base64.ts';

/** The bytes behind the text that a blob stood for. */
export function blobBytes(blob: BlobRef, text: string): Uint8Array {
  if (blob.encoding !== 'base64') return new TextEncoder().encode(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The text a blob stood for: UTF-8, or base64 again where the value was base64. */
export function blobText(blob: BlobRef, bytes: Uint8Array): string {
  if (blob.encoding !== 'base64') return new TextDecoder().decode(bytes);
  return base64Of(bytes);
}
