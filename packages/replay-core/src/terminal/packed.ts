/** Packs a text. */
export async function pack(text: string): Promise<Uint8Array> {
  return through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text));
}

/** Unpacks what {@link pack} packed. @throws TypeError when it is something else. */
export async function unpack(bytes: Uint8Array): Promise<string> {
  return new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes as Uint8Array<ArrayBuffer>)); // never of shared memory
}

async function through({ writable, readable }: CompressionStream | DecompressionStream, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const writer = writable.getWriter();
  for (const writing of [writer.write(bytes), writer.close()]) writing.catch(() => undefined); // what fails is told to who reads
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
