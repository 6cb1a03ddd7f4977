import type { JsonObject } from '@playhead/protocol';
import { notRecordedAnswer, unclearAnswer } from '../gate/gate-answers.ts';
import type { HeldMessage, MessageGate } from '../gate/message-gate.ts';
import { opposite, type RpcDirection } from '../rpc/direction.ts';
import type { GuardLink } from './guard-link.ts';
import type { GuardMode } from './guard-messages.ts';
import { createHoldRoom, type HoldRoom } from './hold-room.ts';
import { createHolds, messagesIn } from './holds.ts';
import type { RawPiece } from './split-raw-lines.ts';
import { lengthOf, unkeptRequests, type UnkeptRequests } from './unkept-requests.ts';

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
  /** How much may wait for approvals. */
  readonly room?: HoldRoom;
}

/** How often who waits for an approval hears that it goes on, unless somebody says otherwise: milliseconds. */
export const PROGRESS_MS = 10_000;

/** Makes the connection. What is handed on is what came, byte for byte, but for lists of tools without those that are denied. */
export function createGuardedConnection({ mode, gate, link, send, nextId, now, progressMs = PROGRESS_MS, room = createHoldRoom() }: GuardedConnectionOptions): GuardedConnection {
  const order: Record<RpcDirection, Promise<unknown>> = { to_server: Promise.resolve(), to_client: Promise.resolve() };
  const holds = createHolds({ link, room, nextId, now, progressMs });
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
    for (const { method, id } of messagesIn(bytes)) if (id !== undefined) say(typeof method === 'string' ? opposite(direction) : direction, notRecordedAnswer(id));
  };

  const hold = async (direction: RpcDirection, bytes: Buffer, waits: HeldMessage): Promise<void> => {
    link.line(direction, bytes);
    const onWait = waits.progressToken === undefined ? undefined : (progress?: JsonObject): void => { if (progress) reply(direction, progress); };
    const end = await holds.hold(waits, { direction, bytes: bytes.length, decide: (decided) => link.decision(direction, decided), ...(onWait && { onWait }) });
    if (end.passes) await handOn(direction, bytes, true);
    else if (end.answer) reply(direction, end.answer);
  };

  const takeLine = (direction: RpcDirection, bytes: Buffer): Promise<void> | void => {
    const isBlank = bytes.every((byte) => byte <= 32);
    if (isBlank) return send(direction, bytes);
    const unkept = mode === 'strict' ? unkeptRequests(bytes) : undefined;
    if (unkept) return refuseUnkept(direction, bytes, unkept);
    if (!gate) return handOn(direction, bytes);
    if (holds.isMadeUp(direction, bytes)) return link.decision(direction, { decision: 'denied', message: 'Not handed on: it answers a request that waits, which nobody was asked yet.' });
    holds.letGo(direction, bytes);
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
  const refuseUnkept = (direction: RpcDirection, bytes: Buffer, { stopped, answers }: UnkeptRequests): void => {
    link.long(direction, lengthOf(bytes));
    for (const one of stopped) link.decision(direction, { ...one, decision: 'denied' });
    for (const answer of answers) say(opposite(direction), answer);
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
    leave: holds.leave,
  };
}
