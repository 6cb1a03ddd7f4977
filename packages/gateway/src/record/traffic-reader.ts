import type { TappedRecord } from '../http/exchange-codec.ts';
import { createMcpCodec } from '../mcp/mcp-codec.ts';
import { createMessageReader, type RpcItem } from '../rpc/read-messages.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import type { Note, Piece, WorkerStart } from './messages.ts';

/** Makes records of what a link copied. */
export interface TrafficReader {
  /** Takes bytes. */
  bytes(piece: Piece, bytes: Buffer): void;
  /** Takes what happens beside them. */
  note(note: Note): void;
  /** Takes that bytes are missing. */
  gap(gap: { readonly direction: RpcDirection; readonly bytes: number; readonly at: number; readonly exchange?: number }): void;
  /** Takes that nothing more comes. Settles once all is recorded. */
  end(exit: StdioExit, at: number): Promise<void>;
}

/** What a reader is made with. */
export interface TrafficReaderOptions extends Pick<WorkerStart, 'server' | 'connectionId' | 'ownsSession'> {
  /** Takes records. */
  readonly record: (inputs: readonly TappedRecord[]) => void;
}

/** Reads messages that come by lines, as over standard input and output. */
export function createLineReader({ record, ...options }: TrafficReaderOptions): TrafficReader {
  const codec = createMcpCodec(options);
  const reader = createMessageReader();
  const take = (items: readonly RpcItem[]): void => items.forEach((item) => record(codec.take(item)));
  return {
    bytes: ({ direction, at }, bytes) => take(reader.push(direction, bytes, at)),
    note: () => {},
    gap: ({ direction, bytes, at }) => take(reader.gap(direction, bytes, at)),
    async end(exit, at) {
      take(reader.end(at));
      record(codec.end(exit, at));
    },
  };
}
