/** The text of bytes that come in pieces, whatever these cut apart. What is no UTF-8 becomes U+FFFD. */
export async function* decodedTexts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
