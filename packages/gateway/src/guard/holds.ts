import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { refusal } from '../gate/gate-answers.ts';
import type { HeldMessage } from '../gate/message-gate.ts';
import type { RpcDecision } from '../rpc/decision-item.ts';
import { opposite, type RpcDirection } from '../rpc/direction.ts';
import type { GuardLink } from './guard-link.ts';
import type { HoldRoom } from './hold-room.ts';

/** What became of a message that waited: it passes, or its sender gets an answer, unless it is gone. */
export type HoldEnd = { readonly passes: true } | { readonly passes: false; readonly answer?: JsonObject };

/** A message that is held, beside what it says. */
export interface Hold {
  readonly direction: RpcDirection;
  readonly bytes: number;
  /** Takes what is decided about it, for the recording. */
  readonly decide: (decided: RpcDecision) => void;
  /** Called again and again while it waits, with the progress that its sender asked for. */
  readonly onWait?: (progress?: JsonObject) => void;
  /** Its sender does not wait any more. */
  readonly signal?: AbortSignal;
}

/** The messages of one connection that wait for an approval. */
export interface Holds {
  hold(waits: HeldMessage, about: Hold): Promise<HoldEnd>;
  /** Whether a message answers a request that was not handed on: so nobody can know what it says. */
  isMadeUp(direction: RpcDirection, bytes: Buffer): boolean;
  /** Who takes a request back that waits does not wait for it any more, nor does who uses its id again. */
  letGo(direction: RpcDirection, bytes: Buffer): void;
  /** One side is gone: what waits is refused. */
  leave(): void;
}

/** What {@link createHolds} needs. */
export interface HoldsOptions {
  readonly link: Pick<GuardLink, 'answer'>;
  readonly room: HoldRoom;
  readonly nextId: () => string;
  /** Microseconds since the Unix epoch. */
  readonly now: () => number;
  /** How often who waits hears that it goes on: milliseconds. */
  readonly progressMs: number;
}

/** What is said where there is no room. */
const TOO_MANY = 'Too many messages of this connection wait for an approval already. Try it again once they are decided.';

/** Makes the holds of a connection. */
export function createHolds({ link, room, nextId, now, progressMs }: HoldsOptions): Holds {
  const held = new Map<string, AbortController>();

  return {
    async hold({ id, method, tool, rule, message, timeoutMs, progressToken }, { direction, bytes, decide, onWait, signal }) {
      const stopped = { id, method, message, ...(tool !== undefined && { tool }), ...(rule !== undefined && { rule }) };
      const giveBack = room.take(bytes);
      if (!giveBack) {
        decide({ ...stopped, message: `${message} ${TOO_MANY}`, decision: 'denied' });
        return { passes: false, answer: refusal({ id, method }, `${message} ${TOO_MANY}`, rule) };
      }
      const about = { ...stopped, approvalId: nextId() };
      const leaving = new AbortController();
      const key = keyOf(direction, id);
      held.get(key)?.abort(); // an id that is used twice is the client's mistake, and no way past the first
      held.set(key, leaving);
      const isLeft = signal ? AbortSignal.any([leaving.signal, signal]) : leaving.signal;
      decide({ ...about, decision: 'held', expiresAt: now() + timeoutMs * 1000 });
      const timeUp = AbortSignal.timeout(timeoutMs);
      let told = 0;
      const waiting = onWait && setInterval(() => {
        told += 1; // the amounts of whoever does the work are larger
        onWait(progressToken === undefined ? undefined : { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress: told / 1e6, message } });
      }, progressMs);
      const answer = await link.answer(about.approvalId, AbortSignal.any([timeUp, isLeft]));
      clearInterval(waiting);
      giveBack();
      if (held.get(key) === leaving) held.delete(key);
      if (answer?.decision === 'approved' && !isLeft.aborted) {
        decide({ ...about, decision: 'allowed', approver: answer.by, ...(answer.message !== undefined && { reason: answer.message }) });
        return { passes: true };
      }
      const said = answer ? `${message} ${answer.by} denied it${answer.message === undefined ? '' : `: ${answer.message}`}.`
        : isLeft.aborted ? `${message} Nobody waits for it any more.` : timeUp.aborted ? `${message} Nobody approved it in time.` : `${message} Nobody can approve it: this connection is not recorded.`;
      decide({ ...about, message: said, decision: answer ? 'denied' : 'expired', ...(answer && { approver: answer.by, ...(answer.message !== undefined && { reason: answer.message }) }) });
      return { passes: false, ...(!isLeft.aborted && { answer: refusal({ id, method }, said, rule) }) };
    },
    isMadeUp: (direction, bytes) => held.size > 0 && messagesIn(bytes).some(({ method, id }) => (
      method === undefined && [id, Number(id)].some((one) => one !== undefined && held.has(keyOf(opposite(direction), one))) // some clients take "1" for 1
    )),
    letGo(direction, bytes) {
      if (held.size === 0) return;
      for (const { method, id, params } of messagesIn(bytes)) {
        const gone = method === 'notifications/cancelled' && isJsonObject(params) ? params['requestId'] : method === undefined ? undefined : id;
        if (gone !== undefined) held.get(keyOf(direction, gone))?.abort();
      }
    },
    leave() {
      for (const leaving of held.values()) leaving.abort();
    },
  };
}

/** The messages of a line or a body; none where it is no JSON. */
export function messagesIn(bytes: Uint8Array): readonly JsonObject[] {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
    return messages.filter(isJsonObject);
  } catch {
    return [];
  }
}

function keyOf(direction: RpcDirection, id: JsonValue): string {
  try {
    return `${direction} ${JSON.stringify(id)}`;
  } catch {
    return direction; // so deep that nobody can write it: nothing waits by it
  }
}
