import { notRecordedAnswer } from '../gate/gate-answers.ts';
import type { GuardedExchange } from './guarded-exchange.ts';
import { messagesIn } from './holds.ts';
import { lengthOf, unkeptRequests } from './unkept-requests.ts';

/** What becomes of what a server says. */
export type AnswerVerdict =
  | { readonly kind: 'pass'; /** Instead of what it said. */ readonly text?: string }
  | { readonly kind: 'refuse' }
  /** It waits; the rest goes on. */
  | { readonly kind: 'hold'; readonly passes: Promise<boolean> };

/**
 * Judges what a server says.
 *
 * @param tellIt - Has it recorded: before what is decided about it.
 */
export function judgeAnswer({ peer, decide, tellServer, left, link, mode }: GuardedExchange, bytes: Buffer, tellIt: () => void): AnswerVerdict {
  const direction = 'to_client';
  const decideOne = decide(direction);
  const unkept = mode === 'strict' ? unkeptRequests(bytes) : undefined;
  if (unkept) {
    link.long(direction, lengthOf(bytes));
    for (const stopped of unkept.stopped) decideOne({ ...stopped, decision: 'denied' });
    for (const answer of unkept.answers) tellServer(answer);
    return { kind: 'refuse' };
  }
  if (!peer.gate) return { kind: 'pass' };
  if (peer.holds.isMadeUp(direction, bytes)) {
    decideOne({ decision: 'denied', message: 'Not handed on: it answers a request that waits, which nobody was asked yet.' });
    return { kind: 'refuse' };
  }
  peer.holds.letGo(direction, bytes);
  const verdict = peer.gate.judge(direction, bytes);
  if (verdict.kind === 'pass') {
    if (verdict.hidden) link.hidden(verdict.hidden);
    return { kind: 'pass', ...(verdict.text !== undefined && { text: verdict.text }) };
  }
  tellIt();
  if (verdict.kind === 'hold') {
    const ended = peer.holds.hold(verdict.held, { direction, bytes: bytes.length, decide: decideOne, signal: left });
    return { kind: 'hold', passes: ended.then((end) => {
      if (!end.passes && end.answer) tellServer(end.answer);
      return end.passes;
    }) };
  }
  for (const stopped of verdict.stopped) decideOne({ ...stopped, decision: 'denied' });
  for (const answer of verdict.answers) tellServer(answer);
  return { kind: 'refuse' };
}

/**
 * In mode `strict`, what may be handed on once everything before is stored.
 *
 * @returns The message; where it could not be stored, what its client is told instead.
 */
export async function onceStored({ mode, link, tellServer }: GuardedExchange, message: Buffer): Promise<Buffer> {
  if (mode !== 'strict' || message.length === 0 || await link.stored()) return message;
  const messages = messagesIn(message);
  for (const { method, id } of messages) if (typeof method === 'string' && id !== undefined) tellServer(notRecordedAnswer(id));
  const answers = messages.flatMap(({ method, id }) => (typeof method !== 'string' && id !== undefined ? [notRecordedAnswer(id)] : []));
  return answers.length === 0 ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answers.length === 1 ? answers[0] : answers));
}
