import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '@playhead/protocol';
import { notRecordedAnswer, unclearAnswer } from '../gate/gate-answers.ts';
import type { MessageGate } from '../gate/message-gate.ts';
import { eventWith } from '../http/event-data.ts';
import type { AbortedExchange } from '../http/exchange.ts';
import { beginRequest, refusalOf, say, type ForwardedExchange } from '../http/forward-exchange.ts';
import { keptHeaders } from '../http/headers.ts';
import { answerWith } from '../http/own-answer.ts';
import { readWhole, unpacked } from '../http/read-whole.ts';
import { createExchangePeers } from './exchange-peers.ts';
import { giveGuarded } from './give-guarded.ts';
import type { GuardLink } from './guard-link.ts';
import type { GuardMode } from './guard-messages.ts';
import { PROGRESS_MS } from './guarded-connection.ts';
import type { GuardedExchange } from './guarded-exchange.ts';
import { createHoldRoom, type HoldRoom } from './hold-room.ts';
import { createHolds, messagesIn } from './holds.ts';
import { judgeBody } from './judge-body.ts';
import { lengthOf, unkeptRequests } from './unkept-requests.ts';

/** What {@link createExchangeGuard} needs. */
export interface ExchangeGuardOptions {
  readonly mode: GuardMode;
  /** Makes the gate of a client. Absent: everything may pass. */
  readonly newGate?: () => MessageGate;
  readonly link: GuardLink;
  readonly nextId: () => string;
  /** Microseconds since the Unix epoch. */
  readonly now: () => number;
  /** How often who waits for an approval hears that it goes on: milliseconds. Default 10,000. */
  readonly progressMs?: number;
  readonly room?: HoldRoom;
}

/** The guard of a tap. */
export interface ExchangeGuard {
  /** Takes a request. */
  forward(exchange: ForwardedExchange): void;
  /** Settles once everything is decided about what was taken. */
  settled(): Promise<unknown>;
}

/** Makes what becomes of each request of a tap: it is read whole, judged, in mode `strict` stored, and then handed on as it came. */
export function createExchangeGuard({ mode, newGate, link, nextId, now, progressMs = PROGRESS_MS, room = createHoldRoom() }: ExchangeGuardOptions): ExchangeGuard {
  const peers = createExchangePeers(() => ({ gate: newGate?.(), holds: createHolds({ link, room, nextId, now, progressMs }) }));
  const open = new Set<Promise<void>>();
  let own = 0;

  const forward = (forwarded: ForwardedExchange): void => {
    const { incoming, answer, exchange, kept, tell } = forwarded;
    const { method = 'GET', url: target = '' } = incoming;
    const refusal = refusalOf(incoming);
    if (refusal !== undefined) return say(answer, 400, refusal);
    tell({ exchange, kind: 'request', head: { method, target, headers: withoutEncoding(keptHeaders(incoming.rawHeaders, kept)) } });
    const left = new AbortController();
    let problem: AbortedExchange | undefined;
    answer.once('close', () => {
      left.abort();
      const isWhole = answer.writableFinished && problem === undefined;
      tell({ exchange, kind: 'end', ...(!isWhole && { aborted: problem ?? { by: 'client', problem: 'the client left before the end of the answer' } }) });
    });
    const session = incoming.headers['mcp-session-id'];
    const guarded: GuardedExchange = {
      ...forwarded, mode, link, peers, peer: peers.of({ target, session: typeof session === 'string' ? session : undefined }), left: left.signal, asked: [],
      onProblem: (reason) => { problem ??= reason; },
      decide: (direction) => (decided) => link.decision(direction, decided, exchange),
      tellServer: (message) => tellServer(forwarded, own -= 1, message),
    };
    const done = takeRequest(guarded, (asked) => ({ ...guarded, asked })).catch((error: unknown) => {
      guarded.onProblem({ by: 'client', problem: error instanceof Error ? error.message : 'the request cannot be handed on' });
      answer.destroy();
    });
    open.add(done);
    void done.finally(() => open.delete(done));
  };
  return { forward, settled: () => Promise.all(open) };
}

async function takeRequest(guarded: GuardedExchange, withAsked: (asked: readonly JsonObject[]) => GuardedExchange): Promise<void> {
  const { incoming, answer, exchange, tell, upstream, mode, link, peer, peers, left } = guarded;
  const { headers, url: target = '' } = incoming;
  const own = { answer, exchange, tell, accepts: headers.accept ?? '*/*' };
  const direction = 'to_server';
  if (headers.expect !== undefined) answer.writeContinue();
  const whole = await readWhole(incoming);
  if (!('bytes' in whole)) {
    answerWith(own, [unclearAnswer('it is longer than what is decoded')], 413);
    for await (const _ of whole.rest); // nobody takes it
    return;
  }
  let body: Buffer;
  try {
    body = await unpacked(whole.bytes, headers['content-encoding']);
  } catch (error) {
    return answerWith(own, [unclearAnswer(error instanceof Error ? error.message : 'it cannot be unpacked')], 415);
  }
  const unkept = mode === 'strict' ? unkeptRequests(body) : undefined;
  if (unkept) {
    link.long(direction, lengthOf(body));
    for (const stopped of unkept.stopped) guarded.decide(direction)({ ...stopped, decision: 'denied' });
    return refuse(guarded, unkept.answers, 200, unkept.answers.length === 0);
  }
  const isEndpoint = target.split('?', 1)[0] === upstream.pathname || peers.hasPath(target);
  const verdict = judgeBody(peer.gate, { body, headers, isEndpoint });
  if (body.length > 0) tell({ exchange, kind: 'bytes', direction, bytes: body });
  tell({ exchange, kind: 'body_end', direction });
  if (peer.gate && peer.holds.isMadeUp(direction, body)) {
    guarded.decide(direction)({ decision: 'denied', message: 'Not handed on: it answers a request that waits, which nobody was asked yet.' });
    return answerWith(own, [], 202);
  }
  if (peer.gate) peer.holds.letGo(direction, body);
  const asked = messagesIn(body).filter(({ method, id }) => typeof method === 'string' && id !== undefined);
  if (verdict.kind === 'refuse') {
    for (const stopped of verdict.stopped) guarded.decide(direction)({ ...stopped, decision: 'denied' });
    return refuse(guarded, verdict.answers, verdict.stopped.some(({ method }) => method !== undefined) ? 200 : 400, verdict.answers.length === 0);
  }
  if (verdict.kind === 'hold') {
    const end = await peer.holds.hold(verdict.held, { direction, bytes: body.length, decide: guarded.decide(direction), signal: left, onWait: (progress) => keepWaiting(guarded, progress) });
    if (!end.passes) {
      if (end.answer) refuse(guarded, [end.answer], 200, false);
      else if (!left.aborted) answerWith(own, [], 202); // who took it back
      return;
    }
  }
  if (mode === 'strict' && body.length > 0 && !(await link.stored())) {
    return asked.length > 0 ? answerWith(own, asked.map(({ id }) => notRecordedAnswer(id ?? null))) : answerWith(own, [notRecordedAnswer(null)], 503);
  }
  if (!left.aborted) askServer(withAsked(asked), whole.bytes);
}

/** Refuses a request: where its answers go elsewhere, there. */
function refuse({ answer, exchange, tell, incoming, peer }: GuardedExchange, answers: readonly JsonObject[], status: number, isQuiet: boolean): void {
  const own = { answer, exchange, tell, accepts: incoming.headers.accept ?? '*/*' };
  const { stream } = peer;
  if (stream) for (const message of answers) stream.write(eventWith({ rest: ['event: message'] }, JSON.stringify(message)));
  if (isQuiet || stream) answerWith(own, [], 202);
  else answerWith(own, answers, status);
}

/** Says now and then that a request waits, where its client can hear it: else it would give up, or those between. */
function keepWaiting({ answer, incoming, peer }: GuardedExchange, progress: JsonObject | undefined): void {
  const event = progress && eventWith({ rest: ['event: message'] }, JSON.stringify(progress));
  if (peer.stream) {
    if (event) peer.stream.write(event);
    return;
  }
  if (answer.destroyed || !/text\/event-stream/i.test(incoming.headers.accept ?? '')) return;
  if (!answer.headersSent) answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  answer.write(event ?? ': this waits for an approval\n\n');
}

function askServer(guarded: GuardedExchange, bytes: Buffer): void {
  const { incoming, answer, changes, left, onProblem } = guarded;
  const { method = 'GET', url: target = '', headers } = incoming;
  const changed = { method, target, headers };
  const change = changes.requestBody?.(changed);
  const taken = headers['accept-encoding'];
  const more = { ...changes.requestHeaders?.(changed), ...(typeof taken === 'string' && /zstd/i.test(taken) && { 'accept-encoding': 'gzip, deflate, br' }) }; // zstd is unpacked at its end only
  const outgoing = beginRequest(guarded, changes.target?.(target) ?? target, { isChanged: change !== undefined, more });
  if (!outgoing) return say(answer, 400, 'the path of the request is none');
  left.addEventListener('abort', () => { if (!answer.writableFinished) outgoing.destroy(); });
  let isAnswered = false;
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    if (answer.destroyed || isAnswered) return; // what is left of the answer says it
    const problem = error.message || (error.code ?? 'the server cannot be reached');
    onProblem({ by: 'server', problem });
    if (outgoing.reusedSocket && error.code === 'ECONNRESET') answer.destroy();
    else say(answer, 502, `the server cannot be reached: ${problem}`);
  });
  outgoing.on('response', (received: IncomingMessage) => {
    isAnswered = true;
    giveGuarded(guarded, changed, received).catch((error: unknown) => {
      received.destroy();
      onProblem({ by: 'server', problem: error instanceof Error ? error.message : 'the answer cannot be handed on' });
      say(answer, 502, `the answer of the server cannot be handed on: ${error instanceof Error ? error.message : ''}`);
    });
  });
  outgoing.end(change ? change(bytes) : bytes);
}

/** The client's own headers say whose session it is. */
function tellServer({ incoming, upstream, ownNames, tell, kept }: ForwardedExchange, exchange: number, message: JsonObject): void {
  const bytes = Buffer.from(JSON.stringify(message));
  const names = ['authorization', 'mcp-session-id', 'mcp-protocol-version', 'host', 'cookie'];
  const rawHeaders = incoming.rawHeaders.flatMap((name, index) => (index % 2 === 0 && names.includes(name.toLowerCase()) ? [name, incoming.rawHeaders[index + 1] ?? ''] : []));
  const headers = ['content-type', 'application/json', 'accept', 'application/json, text/event-stream', 'content-length', String(bytes.length)];
  const target = incoming.url ?? upstream.pathname;
  const head = { method: 'POST', target, headers: keptHeaders([...rawHeaders, ...headers], kept) };
  tell({ exchange, kind: 'request', head });
  tell({ exchange, kind: 'bytes', direction: 'to_server', bytes });
  tell({ exchange, kind: 'body_end', direction: 'to_server' });
  const like = { incoming: { method: 'POST', rawHeaders: [...rawHeaders, ...headers], headers: { host: incoming.headers.host } }, upstream, agent: undefined, ownNames };
  const outgoing = beginRequest(like, target, { isChanged: false, more: {} });
  outgoing?.on('error', () => undefined).on('response', (received) => { received.resume(); }).end(bytes);
  void (outgoing && once(outgoing, 'close').catch(() => undefined).then(() => tell({ exchange, kind: 'end' })));
}

function withoutEncoding({ 'content-encoding': _packed, ...headers }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return headers;
}
