// A name added here is a promise.

// A server behind a tap
export { createStdioTap } from './stdio/stdio-tap.ts';
export type { StdioExit, StdioTap, StdioTapOptions } from './stdio/stdio-tap.ts';
export { recordStdio } from './record-stdio.ts';
export type { RecordStdioOptions, StdioRecording } from './record-stdio.ts';
export type { SavedTraffic } from './record/copy-link.ts';

// A recording that is out of the agent's reach
export { accountOf } from './apart/account.ts';
export type { Account } from './apart/account.ts';
export { environmentOf } from './apart/apart.ts';
export type { Apart } from './apart/apart.ts';

// What passes it, as messages and as records
export { createMessageReader } from './rpc/read-messages.ts';
export type { MessageReader, RpcItem } from './rpc/read-messages.ts';
export type { RpcDirection } from './rpc/direction.ts';
export { createMcpCodec } from './mcp/mcp-codec.ts';
export type { McpCodecOptions } from './mcp/mcp-codec.ts';
export type { GatewayCodec } from './gateway-codec.ts';
