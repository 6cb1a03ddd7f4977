import type { JsonObject } from '@playhead/protocol';
import type { RecordStartOptions } from '@playhead/recorder';
import type { ExchangeEvent } from '../http/exchange.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import type { Batch } from './batch.ts';
import type { HostSession } from './find-host-session.ts';

/** What a worker is started with. */
export interface WorkerStart {
  /** By which a worker knows that it is this one. */
  readonly playhead: 'gateway';
  readonly session: RecordStartOptions & { readonly sessionId: string };
  /** The agent that started the server, where it says so: what its hooks record is the session to join. */
  readonly host?: HostSession;
  /** Whether the session is that of this connection alone, and ends with it. */
  readonly ownsSession: boolean;
  /** Whether the agent is kept from the recording by another user: then no request names a session that is there already. */
  readonly isApart?: boolean;
  /** What the connection is called by its client. */
  readonly server: string;
  /** Tells the calls of this connection from those of others in its session. */
  readonly connectionId: string;
  /** What is recorded of its beginning. */
  readonly first: { readonly name: string; readonly extra: JsonObject };
  /** What reads exchanges over HTTP: a name that is known here, or the address of a module with a `createCodec`. Absent: messages come by lines. */
  readonly codec?: string;
  /** When it was started: integer microseconds since the Unix epoch. */
  readonly at: number;
  /** Not 0 once the connection is over and its end waits: then what was not decoded is counted only. */
  readonly hurry: Int32Array;
  /** What the batches that were taken cost, together: a number that wraps around. A message of each would wake the thread that hands bytes on. */
  readonly taken: Int32Array;
}

/** A piece of what passed. */
export interface Piece {
  readonly direction: RpcDirection;
  /** When it passed: integer microseconds since the Unix epoch. */
  readonly at: number;
  readonly length: number;
  /** The exchange over HTTP whose body it belongs to. */
  readonly exchange?: number;
}

/** What happens in an exchange beside the bytes of its bodies. */
export type Note = Exclude<ExchangeEvent, { readonly kind: 'bytes' }>;

/** What the thread of the connection tells its worker. */
export type ToWorker =
  | { readonly kind: 'batch'; readonly batch: Batch; /** What it counts for until it is taken. */ readonly cost: number }
  | { readonly kind: 'gap'; readonly direction: RpcDirection; readonly at: number; readonly bytes: number; readonly exchange?: number }
  | { readonly kind: 'lost'; readonly at: number; readonly exchanges: number }
  | { readonly kind: 'end'; readonly at: number; readonly exit: StdioExit };

/** What a worker answers. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly recording: boolean }
  /** All is loaded, and what came is decoded from here on. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly lost: number };
