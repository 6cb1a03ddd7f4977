import type { ServerResponse } from 'node:http';
import type { JsonObject } from '@playhead/protocol';
import { eventWith } from './event-data.ts';
import type { ExchangeStep } from './exchange.ts';

/** What a tap answers itself. */
export interface OwnAnswer {
  readonly answer: ServerResponse;
  readonly exchange: number;
  readonly tell: (step: ExchangeStep) => void;
  /** What the client takes. */
  readonly accepts: string;
}

/** Says messages of our own in the place of the server, as JSON or as events: whichever the client takes, or hears already. */
export function answerWith({ answer, exchange, tell, accepts }: OwnAnswer, messages: readonly JsonObject[], status = 200): void {
  const only = messages.length === 1 ? messages[0] : undefined;
  const body = messages.length === 0 ? '' : JSON.stringify(only ?? messages);
  const asEvents = answer.headersSent || (messages.length > 0 && !/application\/(?:json|\*)|\*\/\*/i.test(accepts) && /text\/event-stream/i.test(accepts));
  if (answer.destroyed || answer.writableEnded) return;
  const type = asEvents ? 'text/event-stream' : 'application/json';
  const bytes = asEvents ? Buffer.concat(messages.map((message) => eventWith({ rest: [] }, JSON.stringify(message)))) : Buffer.from(body);
  tell({ exchange, kind: 'response', head: { status, statusText: '', headers: body === '' ? {} : { 'content-type': type } } });
  if (bytes.length > 0) tell({ exchange, kind: 'bytes', direction: 'to_client', bytes });
  tell({ exchange, kind: 'body_end', direction: 'to_client' });
  if (!answer.headersSent) answer.writeHead(status, { ...(body !== '' && { 'content-type': type }), ...(!asEvents && { 'content-length': bytes.length }), 'cache-control': 'no-store' });
  answer.end(bytes);
}
