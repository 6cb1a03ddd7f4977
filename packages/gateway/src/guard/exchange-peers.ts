import type { MessageGate } from '../gate/message-gate.ts';
import type { Holds } from './holds.ts';

/** A client of a server over HTTP, as far as its policy goes. */
export interface Peer {
  readonly gate: MessageGate | undefined;
  readonly holds: Holds;
  /** The older transport: where it hears its answers. */
  stream?: { readonly exchange: number; readonly write: (event: Buffer) => void };
}

/** The clients of a tap: one `Mcp-Session-Id`, one address of the older transport, or one exchange. */
export interface ExchangePeers {
  /** The client of a request, or a new one. */
  of(request: { readonly target: string; readonly session: string | undefined }): Peer;
  /** Whether messages are sent there, by the older transport. */
  hasPath(target: string): boolean;
  remember(name: { readonly session: string } | { readonly path: string }, peer: Peer): void;
  forget(session: string): void;
}

/** So many are told apart, as in the recording. */
const MOST_PEERS = 1000;

/** Makes the clients of a tap. */
export function createExchangePeers(newPeer: () => Peer): ExchangePeers {
  const known = new Map<string, Peer>();
  return {
    of: ({ target, session }) => known.get(session === undefined ? `path ${target}` : `session ${session}`) ?? newPeer(),
    hasPath: (target) => known.has(`path ${target}`),
    remember(name, peer) {
      const key = 'session' in name ? `session ${name.session}` : `path ${name.path}`;
      known.delete(key); // put back as the youngest
      known.set(key, peer);
      const [oldest] = known.keys();
      if (known.size > MOST_PEERS && oldest !== undefined) known.delete(oldest);
    },
    forget: (session) => { known.delete(`session ${session}`); },
  };
}
