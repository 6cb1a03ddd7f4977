import type { BlobRef } from '@playhead/protocol';

/** The bytes behind the text that a blob stood for. */
export function blobBytes(blob: BlobRef, text: string): Uint8Array {
  if (blob.encoding !== 'base64') return new TextEncoder().encode(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The text a blob stood for: UTF-8, or base64 again where the value was base64. */
export function blobText(blob: BlobRef, bytes: Uint8Array): string {
  if (blob.encoding !== 'base64') return new TextDecoder().decode(bytes);
  let binary = '';
  for (let start = 0; start < bytes.length; start += 8192) binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(binary);
}
