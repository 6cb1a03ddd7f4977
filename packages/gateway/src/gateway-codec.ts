import type { RecordInput } from '@playhead/recorder';
import type { RpcItem } from './rpc/read-messages.ts';
import type { StdioExit } from './stdio/stdio-tap.ts';

/** Turns what went over one connection into records. Pure: nothing but what it is given decides. */
export interface GatewayCodec {
  /** Takes what passed next. */
  take(item: RpcItem): readonly RecordInput[];
  /** The connection is over: what is still open ends with it. */
  end(exit: StdioExit, at: number): readonly RecordInput[];
}
