/** Below it a body is sent as it is. In bytes. */
const WORTH_IT_BYTES = 8 * 1024;

/** A body as it is sent. */
export interface SentBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly encoding?: 'gzip';
}

/** Packs a body where that is worth it and the runtime can. */
export async function packed(bytes: Uint8Array<ArrayBuffer>, compress: boolean): Promise<SentBody> {
  if (!compress || bytes.byteLength < WORTH_IT_BYTES || typeof CompressionStream === 'undefined') return { bytes };
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  const small = new Uint8Array(await new Response(stream).arrayBuffer());
  return small.byteLength < bytes.byteLength ? { bytes: small, encoding: 'gzip' } : { bytes };
}
