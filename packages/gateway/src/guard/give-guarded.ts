import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '@playhead/protocol';
import { eventWith } from '../http/event-data.ts';
import type { ChangedExchange } from '../http/exchange-changes.ts';
import { say } from '../http/forward-exchange.ts';
import { keptHeaders, passedHeaders } from '../http/headers.ts';
import { readWhole, unpacked } from '../http/read-whole.ts';
import { giveEvents } from './give-events.ts';
import { handOn, type Given, type GuardedExchange } from './guarded-exchange.ts';
import { judgeAnswer, onceStored } from './judge-answer.ts';
import { messagesIn } from './holds.ts';
import { isJson } from './judge-body.ts';

/** What a body says about itself that is no longer so once it is another one. */
const OF_BODIES = new Set(['content-length', 'content-encoding', 'content-md5', 'content-digest', 'repr-digest', 'digest', 'etag', 'transfer-encoding']);

/** Hands an answer back, past the policy. */
export async function giveGuarded(guarded: GuardedExchange, request: ChangedExchange, received: IncomingMessage): Promise<void> {
  const { answer, exchange, kept, tell, changes, peers, peer, onProblem } = guarded;
  const { statusCode: status = 502, statusMessage: statusText = '', headers } = received;
  const { 'content-encoding': encoding, ...head } = keptHeaders(received.rawHeaders, kept);
  tell({ exchange, kind: 'response', head: { status, statusText, headers: head } });
  const refusal = changes.refusal?.(request, { status, headers });
  if (refusal !== undefined) {
    received.resume();
    onProblem({ by: 'server', problem: refusal });
    return say(answer, 502, refusal);
  }
  const session = headers['mcp-session-id'];
  if (typeof session === 'string' && request.headers['mcp-session-id'] === undefined) peers.remember({ session }, peer);
  if (request.method === 'DELETE' && status < 400 && typeof request.headers['mcp-session-id'] === 'string') peers.forget(request.headers['mcp-session-id']);
  answer.sendDate = false;
  const passed = passedHeaders(changes.responseHeaders?.(received.rawHeaders, request) ?? received.rawHeaders);
  const others = passed.filter(([name]) => !OF_BODIES.has(name.toLowerCase()));
  const giver = { guarded, received, status, encoding, start: (isSame: boolean, more: readonly (readonly [string, string])[] = []): void => {
    if (!answer.headersSent) answer.writeHead(status, statusText, [...(isSame ? passed : others), ...more].flat());
  } };
  const change = changes.responseBody?.(request, { status, headers });
  if (change) {
    const body = change(await unpacked(await allOf(received), encoding));
    giver.start(false, [['Content-Length', String(body.length)]]);
    answer.end(body);
    tell({ exchange, kind: 'body_end', direction: 'to_client' });
  } else if (/^text\/event-stream\b/i.test(headers['content-type'] ?? '')) await giveEvents(giver);
  else if (isJson(headers['content-type'])) await giveJson(giver);
  else await giveOther(giver);
}

async function giveJson({ guarded, received, encoding, start, status }: Given): Promise<void> {
  const { answer, exchange, tell, peer } = guarded;
  const direction = 'to_client';
  const whole = await readWhole(received);
  if (!('bytes' in whole)) {
    if (answer.headersSent || !(peer.gate?.mayPassUnread(direction) ?? true)) throw new Error('it is longer than what is decoded');
    const packed = encoding !== undefined; // then only the beginning of it is known
    start(true);
    const giveOn = async (bytes: Buffer): Promise<void> => {
      if (!packed) tell({ exchange, kind: 'bytes', direction, bytes });
      await handOn(guarded, bytes);
    };
    for (const piece of whole.pieces) await giveOn(piece);
    for await (const piece of whole.rest) await giveOn(piece);
    tell({ exchange, kind: 'body_end', direction });
    answer.end();
    return;
  }
  const body = await unpacked(whole.bytes, encoding);
  const tellIt = (bytes: Buffer): void => {
    if (bytes.length > 0) tell({ exchange, kind: 'bytes', direction, bytes });
    tell({ exchange, kind: 'body_end', direction });
  };
  const verdict = judgeAnswer(guarded, body, () => tellIt(body));
  if (verdict.kind === 'refuse' || (verdict.kind === 'hold' && !(await verdict.passes))) throw new Error('a policy does not let it pass');
  const said = verdict.kind === 'hold' || verdict.text === undefined ? body : Buffer.from(verdict.text);
  if (verdict.kind === 'pass') tellIt(said);
  const given = await onceStored(guarded, said);
  if (answer.headersSent) answer.end(eventWith({ rest: ['event: message'] }, messagesIn(given).length > 0 ? given.toString() : JSON.stringify(failureOf(guarded, status))));
  else if (given === body) {
    start(true);
    answer.end(whole.bytes);
  } else {
    start(false, [['Content-Length', String(given.length)]]);
    answer.end(given);
  }
}

/** What is no message. Where the client hears events already, it hears that its request failed. */
async function giveOther({ guarded, received, start, status }: Given): Promise<void> {
  const { answer, exchange, tell } = guarded;
  if (answer.headersSent) {
    received.resume();
    answer.end(eventWith({ rest: ['event: message'] }, JSON.stringify(failureOf(guarded, status))));
  } else {
    start(true);
    answer.flushHeaders();
    for await (const piece of received as AsyncIterable<Buffer>) await handOn(guarded, piece); // without an encoding it gives bytes
    answer.end();
  }
  tell({ exchange, kind: 'body_end', direction: 'to_client' });
}

function failureOf({ asked }: GuardedExchange, status: number): JsonObject {
  return { jsonrpc: '2.0', id: asked[0]?.['id'] ?? null, error: { code: status, message: `The server answered with HTTP ${status}.` } };
}

async function allOf(received: IncomingMessage): Promise<Buffer> {
  const whole = await readWhole(received);
  if (!('bytes' in whole)) throw new Error('it is too long to be changed');
  return whole.bytes;
}
