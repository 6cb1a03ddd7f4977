import type { RecordStartOptions } from '@playhead/recorder';
import type { RpcDirection } from '../rpc/direction.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';

/** What a worker is started with. */
export interface WorkerStart {
  /** By which a worker knows that it is this one. */
  readonly playhead: 'gateway';
  readonly session: RecordStartOptions & { readonly sessionId: string };
  /** Whether the session is that of this connection alone, and ends with it. */
  readonly ownsSession: boolean;
  /** What the connection is called by its client. */
  readonly server: string;
  /** Tells the calls of this connection from those of others in its session. */
  readonly connectionId: string;
  /** The command line of the server. */
  readonly command: string;
  /** When it was started: integer microseconds since the Unix epoch. */
  readonly at: number;
  /** Not 0 once the connection is over and its end waits: then what was not decoded is counted only. */
  readonly hurry: Int32Array;
}

/** A piece of what passed; the pieces of a message follow one another in its bytes. */
export interface Piece {
  readonly direction: RpcDirection;
  /** When it passed: integer microseconds since the Unix epoch. */
  readonly at: number;
  readonly length: number;
}

/** What the thread of the connection tells its worker. */
export type ToWorker =
  | { readonly kind: 'bytes'; readonly pieces: readonly Piece[]; readonly bytes: Uint8Array }
  | { readonly kind: 'gap'; readonly direction: RpcDirection; readonly at: number; readonly bytes: number }
  | { readonly kind: 'end'; readonly at: number; readonly exit: StdioExit };

/** What a worker answers. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly recording: boolean }
  | { readonly kind: 'taken'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly lost: number };
