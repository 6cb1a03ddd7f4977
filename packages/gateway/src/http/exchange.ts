import type { RpcDirection } from '../rpc/direction.ts';

/** Headers that may be recorded, with names in lower case. Those that were there several times are joined by a comma. */
export type KeptHeaders = Readonly<Record<string, string>>;

/** How a request begins. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, as the client sent them. A query may hold secrets. */
  readonly target: string;
  readonly headers: KeptHeaders;
}

/** How an answer begins. */
export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: KeptHeaders;
}

/** Why an exchange did not come to its end. */
export interface AbortedExchange {
  /** Who left: a server that cannot be reached counts as one that did. */
  readonly by: 'client' | 'server';
  /** In words. */
  readonly problem: string;
}

/** What happens in an exchange, in this order for each direction: head, bytes, end of the body; and the end of all. */
export type ExchangeStep = { /** Which: a number that no other exchange of the tap has. */ readonly exchange: number } & (
  | { readonly kind: 'request'; readonly head: RequestHead }
  | { readonly kind: 'response'; readonly head: ResponseHead }
  /** A piece of a body, cut anywhere. */
  | { readonly kind: 'bytes'; readonly direction: RpcDirection; readonly bytes: Buffer }
  | { readonly kind: 'body_end'; readonly direction: RpcDirection }
  /** Nothing more comes. */
  | { readonly kind: 'end'; readonly aborted?: AbortedExchange }
);

/** A step as a codec reads it: bodies are unpacked, and what could not be had of them is said. */
export type ExchangeEvent = { /** When it passed: integer microseconds since the Unix epoch. */ readonly at: number } & (
  | ExchangeStep
  /** From here on a body is not known: so many bytes are missing, as far as they were counted. */
  | { readonly exchange: number; readonly kind: 'gap'; readonly direction: RpcDirection; readonly bytes: number; readonly reason: string }
);
