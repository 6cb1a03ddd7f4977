/** Cuts bytes that come in pieces into texts, and into bytes where they are no UTF-8: nothing of them is lost. */
export interface Utf8Pieces {
  /** The piece, with what the one before left of a character; `''` where nothing of it is whole. */
  push(bytes: Uint8Array): string | Uint8Array;
  /** What is left at the end. */
  end(): string | Uint8Array;
}

/** Makes it for one stream. */
export function createUtf8Pieces(): Utf8Pieces {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest: Uint8Array = new Uint8Array(0);
  const textOf = (bytes: Uint8Array): string | Uint8Array => {
    try {
      return decoder.decode(bytes);
    } catch {
      return bytes;
    }
  };
  return {
    push(bytes) {
      const all = new Uint8Array(rest.length + bytes.length);
      all.set(rest);
      all.set(bytes, rest.length);
      const whole = all.length - openBytes(all);
      rest = all.slice(whole);
      return textOf(all.subarray(0, whole));
    },
    end() {
      const left = rest;
      rest = new Uint8Array(0);
      return textOf(left);
    },
  };
}

/** How many bytes at the end begin a character that is not whole. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xf8) return 0; // begins no character
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
