import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { RpcDecision } from './decision-item.ts';
import type { RpcDirection } from './direction.ts';
import { createLineSplitter, type SplitLine } from './split-lines.ts';

/** What went over a connection: a message, a line that is none, or what could not be kept of it. */
export type RpcItem = {
  readonly direction: RpcDirection;
  /** When its end passed: integer microseconds since the Unix epoch. */
  readonly at: number;
  /** Tells ids of requests apart that several clients count for themselves. Default: all are of one client. */
  readonly scope?: string;
} & (
  | { readonly kind: 'message'; readonly message: JsonObject }
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'oversize'; readonly bytes: number; readonly digest: string }
  | { readonly kind: 'gap'; readonly bytes: number }
  | { readonly kind: 'decision'; readonly decided: RpcDecision }
);

/** Reads messages of JSON-RPC out of the bytes of both directions of a connection. */
export interface MessageReader {
  /** Takes bytes that passed. @returns What ended in them. */
  push(direction: RpcDirection, bytes: Uint8Array, at: number): readonly RpcItem[];
  /** Says that bytes are missing here. */
  gap(direction: RpcDirection, bytes: number, at: number): readonly RpcItem[];
  /** Gives what was not ended by a line feed. */
  end(at: number): readonly RpcItem[];
}

/**
 * Makes a reader for messages that end with a line feed, as MCP and ACP send them over stdio.
 *
 * @param options.mostBytes - The longest message that is read. Default 32 MiB.
 */
export function createMessageReader(options: { readonly mostBytes?: number } = {}): MessageReader {
  const splitters = { to_server: createLineSplitter(options), to_client: createLineSplitter(options) };
  const itemsOf = (lines: readonly SplitLine[], direction: RpcDirection, at: number): readonly RpcItem[] => lines.flatMap((line) => (
    'digest' in line ? [{ kind: 'oversize' as const, direction, at, ...line }] : readMessages(line.line.toString(), direction, at)
  ));
  return {
    push: (direction, bytes, at) => itemsOf(splitters[direction].push(bytes), direction, at),
    gap(direction, bytes, at) {
      splitters[direction].skip();
      return [{ kind: 'gap', direction, at, bytes }];
    },
    end: (at) => (['to_server', 'to_client'] as const).flatMap((direction) => itemsOf(splitters[direction].flush(), direction, at)),
  };
}

/** A text is a message, or a list of messages as old versions of MCP send them. */
export function readMessages(text: string, direction: RpcDirection, at: number): readonly RpcItem[] {
  if (text.trim() === '') return [];
  const value = parsed(text);
  const messages: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  if (!messages.every(isMessage)) return [{ kind: 'other', direction, at, text }];
  return messages.map((message) => ({ kind: 'message', direction, at, message }));
}

function isMessage(value: unknown): value is JsonObject {
  return isJsonObject(value) && (typeof value['method'] === 'string' || value['id'] !== undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
