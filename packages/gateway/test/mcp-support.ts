import type { JsonObject, SessionRecord } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { parseEventData } from '@playhead/protocol/schemas';
import { createMcpCodec } from '../src/mcp/mcp-codec.ts';
import { createMessageReader } from '../src/rpc/read-messages.ts';

/** A connection that says what is recorded of it. Every message takes a millisecond. */
export interface Connection {
  /** The client sends. @returns What is recorded. */
  client(...messages: readonly unknown[]): readonly RecordInput[];
  /** The server sends. @returns What is recorded. */
  server(...messages: readonly unknown[]): readonly RecordInput[];
  end(exit?: { exitCode: number; signal?: NodeJS.Signals }): readonly RecordInput[];
  /** Everything so far. */
  readonly records: readonly RecordInput[];
}

/** Opens one; all that it records must fit its types. */
export function connect(options: { readonly ownsSession?: boolean } = {}): Connection {
  const codec = createMcpCodec({ server: 'files', connectionId: 'c', ...options });
  const reader = createMessageReader();
  const records: RecordInput[] = [];
  let at = 1_000_000;
  const keep = (made: readonly RecordInput[]): readonly RecordInput[] => {
    for (const { type, data } of made) parseEventData(type, data);
    records.push(...made);
    return made;
  };
  const send = (direction: 'to_server' | 'to_client', messages: readonly unknown[]): readonly RecordInput[] => keep(messages.flatMap((message) => {
    at += 1000;
    const line = typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...(message as JsonObject) }); // the tests write objects
    return reader.push(direction, Buffer.from(`${line}\n`), at).flatMap((item) => codec.take(item));
  }));
  return {
    client: (...messages) => send('to_server', messages),
    server: (...messages) => send('to_client', messages),
    end: (exit = { exitCode: 0 }) => keep(codec.end(exit, at + 1000)),
    records,
  };
}

/** What people look at first. */
export const shown = (records: readonly (RecordInput | SessionRecord)[]): unknown[] => records.map(({ type, call, data }) => ({ type, ...(call !== undefined && { call }), data }));
