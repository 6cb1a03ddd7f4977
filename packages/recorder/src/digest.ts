/** `sha256-<hex>` of a text in UTF-8; undefined in a page without a secure context, where nothing can hash. */
export async function digestOf(text: string): Promise<string | undefined> {
  const { subtle } = globalThis.crypto as Partial<Crypto>; // absent in insecure contexts
  if (!subtle) return undefined;
  const hash = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `sha256-${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
