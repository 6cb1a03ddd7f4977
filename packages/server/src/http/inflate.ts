import { PlayheadError } from '@playhead/protocol';

/** Pieces of a body, as they come. */
export interface BodyReader {
  /** @throws PlayheadError `invalid_payload` when the body is not what its encoding says. */
  read(): Promise<ReadableStreamReadResult<Uint8Array>>;
  /** Stops unpacking. What still comes is read, so that its sender hears the answer, but not unpacked: a small body must not cost much. */
  giveUp(): Promise<void>;
}

/** How much of a packed body is still read once it is refused. In bytes. */
const DRAIN_BYTES = 128 * 1024 * 1024;

/**
 * Reads the body of a request, unpacked.
 *
 * @throws PlayheadError `invalid_payload` for an encoding that is not known.
 */
export function bodyReader(body: ReadableStream<Uint8Array>, encoding: string | null): BodyReader {
  const source = body.getReader();
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return { read: () => source.read(), giveUp: () => source.cancel() };
  if (name !== 'gzip') throw new PlayheadError('invalid_payload', 'The body has an encoding that this server does not read, so nothing of it was stored. Send it as gzip or as it is.');
  const gzip = new DecompressionStream('gzip');
  const sink = gzip.writable.getWriter();
  const unpacked = gzip.readable.getReader();
  let stopped = false;
  const pump = async (): Promise<void> => {
    let drained = 0;
    for (let step = await source.read(); !step.done; step = await source.read()) {
      if (!stopped) await sink.write(new Uint8Array(step.value)).catch(() => { stopped = true; }); // the reader hears what is wrong
      else if ((drained += step.value.byteLength) > DRAIN_BYTES) return source.cancel();
    }
    await sink.close().catch(() => undefined);
  };
  const pumping = pump().catch((error: unknown) => sink.abort(error).catch(() => undefined));
  return {
    async read() {
      try {
        return await unpacked.read();
      } catch {
        stopped = true;
        await pumping;
        throw new PlayheadError('invalid_payload', 'The body is not the gzip that its header says, so nothing of it was stored. Send it again.');
      }
    },
    async giveUp() {
      stopped = true;
      await unpacked.cancel().catch(() => undefined);
      await pumping;
    },
  };
}
