import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { notRecordedAnswer, refusal, unclearAnswer } from '../gate/gate-answers.ts';
import type { HeldMessage, MessageGate } from '../gate/message-gate.ts';
import { opposite, type RpcDirection } from '../rpc/direction.ts';
import type { GuardLink } from './guard-link.ts';
import type { GuardMode } from './guard-messages.ts';
import type { RawPiece } from './split-raw-lines.ts';

/** A connection on which a message is looked at before it is handed on. */
export interface GuardedConnection {
  /** Takes what came next from one side. A promise: it is not done with yet. */
  take(direction: RpcDirection, piece: RawPiece): Promise<void> | void;
  /** One side is gone: what waits is refused. */
  leave(): void;
}

/** What {@link createGuardedConnection} needs. */
export interface GuardedConnectionOptions {
  readonly mode: GuardMode;
  /** Absent: everything may pass. */
  readonly gate?: MessageGate;
  readonly link: GuardLink;
  /** Hands bytes on to the one whom a direction leads to. */
  readonly send: (direction: RpcDirection, bytes: Uint8Array) => void;
  readonly nextId: () => string;
  /** Microseconds since the Unix epoch. */
  readonly now: () => number;
  /** How often who waits hears that it goes on: milliseconds. Default 10,000. */
  readonly progressMs?: number;
}

const PROGRESS_MS = 10_000;

/** Makes the connection. What is handed on is what came, byte for byte, but for lists of tools without those that are denied. */
export function createGuardedConnection({ mode, gate, link, send, nextId, now, progressMs = PROGRESS_MS }: GuardedConnectionOptions): GuardedConnection {
  const order: Record<RpcDirection, Promise<unknown>> = { to_server: Promise.resolve(), to_client: Promise.resolve() };
  const held = new Map<string, AbortController>();
  /** What is said meanwhile, where only a part of a long line was handed on yet. */
  const later: Record<RpcDirection, Buffer[] | undefined> = { to_server: undefined, to_client: undefined };
  const isLongRefused: Record<RpcDirection, boolean | undefined> = { to_server: undefined, to_client: undefined };

  /** Says something of our own: never in the middle of a line. */
  const say = (direction: RpcDirection, answer: JsonObject): void => {
    const bytes = Buffer.from(`${JSON.stringify(answer)}\n`);
    if (later[direction]) later[direction].push(bytes);
    else send(direction, bytes);
  };
  const reply = (direction: RpcDirection, answer: JsonObject): void => {
    link.line(opposite(direction), Buffer.from(`${JSON.stringify(answer)}\n`));
    say(opposite(direction), answer);
  };

  /** Hands a line on: first, or once its copy is under way, or once it is stored. */
  const handOn = (direction: RpcDirection, bytes: Buffer, isCopied = false): Promise<void> | void => {
    if (mode === 'observe') send(direction, bytes);
    if (!isCopied) link.line(direction, bytes);
    if (mode === 'buffer') send(direction, bytes);
    return mode === 'strict' ? whenStored(direction, () => send(direction, bytes), () => refuseUnrecorded(direction, bytes)) : undefined;
  };
  const whenStored = (direction: RpcDirection, then: () => void, otherwise: () => void): Promise<void> => {
    const done = Promise.all([link.stored(), order[direction]]).then(([stored]) => (stored ? then() : otherwise()));
    order[direction] = done;
    return done;
  };
  const refuseUnrecorded = (direction: RpcDirection, bytes: Buffer): void => {
    for (const { method, id } of messagesOf(bytes)) if (id !== undefined) say(typeof method === 'string' ? opposite(direction) : direction, notRecordedAnswer(id));
  };

  const hold = async (direction: RpcDirection, bytes: Buffer, waits: HeldMessage): Promise<void> => {
    const { id, method, tool, rule, message, timeoutMs, progressToken } = waits;
    const approvalId = nextId();
    const about = { id, method, message, approvalId, ...(tool !== undefined && { tool }), ...(rule !== undefined && { rule }) };
    const leaving = new AbortController();
    const key = keyOf(direction, id);
    held.get(key)?.abort(); // an id that is used twice is the client's mistake, and no way past the first
    held.set(key, leaving);
    link.line(direction, bytes);
    link.decision(direction, { ...about, decision: 'held', expiresAt: now() + timeoutMs * 1000 });
    const timeUp = AbortSignal.timeout(timeoutMs);
    const progress = progressToken === undefined ? undefined : setInterval(tellProgress(direction, progressToken, message), progressMs);
    const answer = await link.answer(approvalId, AbortSignal.any([timeUp, leaving.signal]));
    clearInterval(progress);
    if (held.get(key) === leaving) held.delete(key);
    if (answer?.decision === 'approved' && !leaving.signal.aborted) {
      link.decision(direction, { ...about, decision: 'allowed', approver: answer.by, ...(answer.message !== undefined && { reason: answer.message }) });
      await handOn(direction, bytes, true);
      return;
    }
    const said = answer ? `${message} ${answer.by} denied it${answer.message === undefined ? '' : `: ${answer.message}`}.`
      : leaving.signal.aborted ? `${message} Nobody waits for it any more.` : timeUp.aborted ? `${message} Nobody approved it in time.` : `${message} Nobody can approve it: this connection is not recorded.`;
    link.decision(direction, { ...about, message: said, decision: answer ? 'denied' : 'expired', ...(answer && { approver: answer.by, ...(answer.message !== undefined && { reason: answer.message }) }) });
    if (!leaving.signal.aborted) reply(direction, refusal({ id, method }, said, rule));
  };
  const tellProgress = (direction: RpcDirection, progressToken: JsonValue, message: string): (() => void) => {
    let told = 0;
    return () => {
      told += 1; // the amounts of whoever does the work are larger
      reply(direction, { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress: told / 1e6, message } });
    };
  };

  const takeLine = (direction: RpcDirection, bytes: Buffer): Promise<void> | void => {
    const isBlank = bytes.every((byte) => byte <= 32);
    if (!gate || isBlank) return isBlank ? send(direction, bytes) : handOn(direction, bytes);
    if (isMadeUp(direction, bytes)) return link.decision(direction, { decision: 'denied', message: 'Not handed on: it answers a request that waits, which nobody was asked yet.' });
    letGo(direction, bytes);
    const verdict = gate.judge(direction, bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes);
    if (verdict.kind === 'hold') {
      void hold(direction, bytes, verdict.held); // the others go on
      return;
    }
    if (verdict.kind === 'refuse') {
      link.line(direction, bytes);
      for (const stopped of verdict.stopped) link.decision(direction, { ...stopped, decision: 'denied' });
      for (const answer of verdict.answers) reply(direction, answer);
      return;
    }
    if (verdict.hidden) link.hidden(verdict.hidden);
    return handOn(direction, verdict.text === undefined ? bytes : Buffer.from(`${verdict.text}\n`));
  };
  /** Whether it answers a request that was not handed on: so nobody can know what it says. */
  const isMadeUp = (direction: RpcDirection, bytes: Buffer): boolean => held.size > 0 && messagesOf(bytes).some(({ method, id }) => (
    method === undefined && [id, Number(id)].some((one) => one !== undefined && held.has(keyOf(opposite(direction), one))) // some clients take "1" for 1
  ));
  /** Who takes a request back that waits does not wait for it any more, nor does who uses its id again. */
  const letGo = (direction: RpcDirection, bytes: Buffer): void => {
    if (held.size === 0) return;
    for (const { method, id, params } of messagesOf(bytes)) {
      const gone = method === 'notifications/cancelled' && isJsonObject(params) ? params['requestId'] : method === undefined ? undefined : id;
      if (gone !== undefined) held.get(keyOf(direction, gone))?.abort();
    }
  };
  /** A line of which nobody knows what it asks for is not handed on; an answer is, its call has passed. */
  const takeLong = (direction: RpcDirection, { bytes, whole }: Extract<RawPiece, { kind: 'long' }>): Promise<void> | void => {
    const isRefused = (isLongRefused[direction] ??= gate ? !gate.mayPassUnread(direction) : direction === 'to_server' && mode === 'strict'); // of all of it
    if (whole) isLongRefused[direction] = undefined;
    if (whole) link.long(direction, whole);
    if (isRefused && whole) reply(direction, unclearAnswer('it is longer than what is decoded'));
    if (isRefused) return;
    if (mode !== 'strict') return sendPart(direction, bytes, whole !== undefined);
    const done = order[direction].then(() => sendPart(direction, bytes, whole !== undefined));
    order[direction] = done;
    return done;
  };
  const sendPart = (direction: RpcDirection, bytes: Buffer, isLast: boolean): void => {
    send(direction, bytes);
    later[direction] ??= [];
    if (!isLast) return;
    for (const one of later[direction]) send(direction, one);
    later[direction] = undefined;
  };

  return {
    take: (direction, piece) => (piece.kind === 'line' ? takeLine(direction, piece.bytes) : takeLong(direction, piece)),
    leave() {
      for (const leaving of held.values()) leaving.abort();
    },
  };
}

function messagesOf(bytes: Buffer): readonly JsonObject[] {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
    return messages.filter(isJsonObject);
  } catch {
    return [];
  }
}

function keyOf(direction: RpcDirection, id: JsonValue): string {
  return `${direction} ${JSON.stringify(id)}`;
}
