// A name added here is a promise.

// A server that speaks HTTP behind a tap
export { createHttpTap } from './http/http-tap.ts';
export type { HttpTap, HttpTapOptions } from './http/http-tap.ts';
export type { ChangedExchange, BodyChange, ExchangeChanges } from './http/exchange-changes.ts';
export type { RawHeaders } from './http/headers.ts';
export { recordHttp } from './record-http.ts';
export type { HttpRecording, RecordHttpOptions } from './record-http.ts';

// What passes it, as exchanges and as records
export type { AbortedExchange, ExchangeEvent, ExchangeStep, KeptHeaders, RequestHead, ResponseHead } from './http/exchange.ts';
export type { ExchangeCodec, ExchangeCodecOptions, TappedRecord } from './http/exchange-codec.ts';
export { createMcpExchangeCodec } from './mcp/mcp-exchange-codec.ts';
