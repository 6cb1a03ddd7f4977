import { BLOB_THRESHOLD_BYTES, type BlobRef } from '@playhead/protocol';

/** Characters of a large value that stay in the record. */
const PREVIEW_CHARACTERS = 2000;

/** The UTF-8 length of a text that may be over the threshold; undefined when it is certainly not. */
export function largeSize(text: string): number | undefined {
  if (text.length * 3 <= BLOB_THRESHOLD_BYTES) return undefined; // no UTF-16 unit takes more than three bytes
  const size = utf8Length(text);
  return size > BLOB_THRESHOLD_BYTES ? size : undefined;
}

/** The UTF-8 length of a text, without encoding it. Lone surrogates count as the three bytes of their replacement. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(index + 1))) { bytes += 2; index += 1; } else bytes += 2;
  }
  return bytes;
}

/** The first characters of a text; a surrogate pair is never split. */
export function previewText(text: string): string {
  const cut = text.slice(0, PREVIEW_CHARACTERS);
  const last = cut.charCodeAt(cut.length - 1);
  return cut.length < text.length && last >= 0xd800 && last < 0xdc00 ? cut.slice(0, -1) : cut;
}

/** The bytes of a large text and how to read them back. */
export function bytesOf(text: string, isMedia: boolean): Pick<BlobRef, 'encoding' | 'preview'> & { readonly bytes: Uint8Array } {
  const decoded = isMedia ? decodeBase64(text) : undefined;
  if (decoded) return { bytes: decoded, encoding: 'base64' };
  const preview = previewText(text);
  // UTF-8 has no lone surrogates; JSON spells them out.
  if (/\p{Surrogate}/u.test(text)) return { bytes: new TextEncoder().encode(JSON.stringify(text)), encoding: 'json', preview };
  return { bytes: new TextEncoder().encode(text), encoding: 'text', preview };
}

/** Decodes base64 that comes back the same when encoded again; undefined for any other text. */
function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const tail = text.slice(-4);
  const binary = atob(text);
  if (btoa(atob(tail)) !== tail) return undefined;
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
