import type { RpcDirection } from '../rpc/direction.ts';
import { createBodyUnpacker, type BodyUnpacker } from '../http/unpack-body.ts';
import type { ExchangeEvent } from '../http/exchange.ts';
import type { ExchangeCodec } from '../http/exchange-codec.ts';
import type { TrafficReader, TrafficReaderOptions } from './traffic-reader.ts';

/** The bodies of an exchange that are packed, and what waits until they are unpacked. */
interface Packed {
  readonly unpackers: Map<RpcDirection, BodyUnpacker>;
  at: number;
  before: Promise<void>;
}

const NOTHING: BodyUnpacker = { push: async () => {}, end: async () => {} };

/** Reads exchanges over HTTP: bodies are unpacked before a codec gets them. */
export function createExchangeReader(codec: ExchangeCodec, { record, server }: Pick<TrafficReaderOptions, 'record' | 'server'>): TrafficReader {
  const open = new Map<number, Packed>();
  const give = (event: ExchangeEvent): void => {
    try {
      record(codec.take(event));
    } catch {
      record([{ type: 'recorder_gap', at: event.at, data: { count: 1, what: 'message', reason: 'it could not be decoded', extra: { server } } }]);
    }
  };
  /** Bodies that are not packed are read at once; the steps of an exchange stay in their order. */
  const handle = (event: ExchangeEvent): void => {
    const packed = open.get(event.exchange);
    if (!packed) return give(event);
    packed.before = packed.before.then(() => unpack(packed, event));
  };
  const unpack = async (packed: Packed, event: ExchangeEvent): Promise<void> => {
    packed.at = event.at;
    const unpacker = 'direction' in event ? packed.unpackers.get(event.direction) : undefined;
    if (event.kind === 'bytes' && unpacker) return unpacker.push(event.bytes);
    if (event.kind === 'gap') packed.unpackers.set(event.direction, NOTHING); // what follows begins nowhere
    if (event.kind === 'body_end') await unpacker?.end();
    if (event.kind === 'end') {
      await Promise.all([...packed.unpackers.values()].map((one) => one.end())); // also of bodies that were cut
      open.delete(event.exchange);
    }
    give(event);
  };
  const begin = (event: ExchangeEvent & { readonly kind: 'request' | 'response' }): void => {
    const { exchange, head } = event;
    const direction = event.kind === 'request' ? 'to_server' : 'to_client';
    handle(event);
    const packed = open.get(exchange) ?? { unpackers: new Map<RpcDirection, BodyUnpacker>(), at: event.at, before: Promise.resolve() };
    const unpacker = createBodyUnpacker(head.headers['content-encoding'], {
      onBytes: (bytes) => give({ exchange, kind: 'bytes', direction, bytes, at: packed.at }),
      onProblem: (reason) => give({ exchange, kind: 'gap', direction, bytes: 0, reason, at: packed.at }),
    });
    if (!unpacker) return;
    packed.unpackers.set(direction, unpacker);
    open.set(exchange, packed);
  };

  return {
    bytes: ({ direction, at, exchange = 0 }, bytes) => handle({ exchange, kind: 'bytes', direction, bytes, at }),
    note: (note) => (note.kind === 'request' || note.kind === 'response' ? begin(note) : handle(note)),
    gap: ({ direction, bytes, at, exchange = 0 }) => handle({ exchange, kind: 'gap', direction, bytes, at, reason: 'the recorder did not keep up' }),
    async end(_exit, at) {
      await Promise.all([...open.values()].map(({ before }) => before));
      record(codec.end(at));
    },
  };
}
