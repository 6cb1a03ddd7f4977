// A recording that was compressed is a gzip file of many members: PROTOCOL.md (P20). Browsers unpack one member at a time, so the
// places of the others are read here.
const EXTRA_AT = 12;
const BLOCK_HEAD_BYTES = 32;

/**
 * How many bytes the member of an archive has that begins here; `index` where its blocks end; undefined for a gzip file of another
 * make.
 *
 * @param head - Its first 32 bytes.
 */
export function memberOf(head: Uint8Array): number | 'index' | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 16 || head[0] !== 0x1f || head[1] !== 0x8b || head[3] !== 4) return undefined;
  const name = String.fromCharCode(head[EXTRA_AT] ?? 0, head[EXTRA_AT + 1] ?? 0);
  if (name === 'PI' || name === 'PE') return 'index';
  if (name !== 'PB' || head.length < BLOCK_HEAD_BYTES) return undefined;
  const bytes = view.getUint32(28, true);
  return bytes > BLOCK_HEAD_BYTES ? bytes : undefined;
}
