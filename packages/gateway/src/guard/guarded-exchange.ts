import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '@playhead/protocol';
import type { AbortedExchange } from '../http/exchange.ts';
import type { ForwardedExchange } from '../http/forward-exchange.ts';
import type { RpcDecision } from '../rpc/decision-item.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import type { ExchangePeers, Peer } from './exchange-peers.ts';
import type { GuardLink } from './guard-link.ts';
import type { GuardMode } from './guard-messages.ts';

/** An exchange on its way past a guard. */
export interface GuardedExchange extends ForwardedExchange {
  readonly mode: GuardMode;
  readonly link: GuardLink;
  readonly peers: ExchangePeers;
  readonly peer: Peer;
  /** Aborts once the client is gone, or has all. */
  readonly left: AbortSignal;
  /** What was asked in it. */
  readonly asked: readonly JsonObject[];
  /** Why the exchange does not come to its end. */
  readonly onProblem: (problem: AbortedExchange) => void;
  readonly decide: (direction: RpcDirection) => (decided: RpcDecision) => void;
  /** Sends the server something of our own: the answer to what it asked. */
  readonly tellServer: (message: JsonObject) => void;
}

/** An answer on its way. */
export interface Given {
  readonly guarded: GuardedExchange;
  readonly received: IncomingMessage;
  readonly status: number;
  readonly encoding: string | undefined;
  /** Begins the answer to the client, unless it has begun. @param isSame - Whether its body is the one that came. */
  readonly start: (isSame: boolean, more?: readonly (readonly [string, string])[]) => void;
}

/** Hands bytes on, no faster than they are taken. */
export async function handOn({ answer, left }: GuardedExchange, bytes: Buffer): Promise<void> {
  if (left.aborted) throw new Error('the client left');
  if (!answer.write(bytes)) await once(answer, 'drain', { signal: left });
}
