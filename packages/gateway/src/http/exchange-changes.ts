import type { IncomingHttpHeaders } from 'node:http';
import type { RawHeaders } from './headers.ts';

/** The one request or answer that a body belongs to. */
export interface ChangedExchange {
  readonly method: string;
  /** Path and query, as the client sent them. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** Makes another body of one. What it throws stands in an answer with status 502, in the place of the body. */
export type BodyChange = (body: Buffer) => Buffer;

/** What a tap changes on the way: only where a protocol does not work otherwise. Bodies that are changed are read whole first; all others pass as they come. */
export interface ExchangeChanges {
  /** Path and query that the server is asked for. */
  readonly target?: (target: string) => string;
  /** Headers that the server gets besides those of the client, by their names in lower case. */
  readonly requestHeaders?: (request: ChangedExchange) => Readonly<Record<string, string>>;
  /** A change of what is sent to the server. */
  readonly requestBody?: (request: ChangedExchange) => BodyChange | undefined;
  /** Why an answer is not handed on. The client gets one with status 502 that says so. */
  readonly refusal?: (request: ChangedExchange, response: { readonly status: number; readonly headers: IncomingHttpHeaders }) => string | undefined;
  /** The headers that the client gets. */
  readonly responseHeaders?: (headers: RawHeaders, request: ChangedExchange) => RawHeaders;
  /** A change of what is sent to the client. */
  readonly responseBody?: (request: ChangedExchange, response: { readonly status: number; readonly headers: IncomingHttpHeaders }) => BodyChange | undefined;
}
