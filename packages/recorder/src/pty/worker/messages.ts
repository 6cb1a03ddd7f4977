import type { RedactionPolicy } from '@playhead/redaction';
import type { RecordStartOptions } from '../../options.ts';

/** What a worker is started with. */
export interface WorkerStart {
  /** By which a worker knows that it is this one. */
  readonly playhead: 'pty';
  readonly session: RecordStartOptions & { readonly sessionId: string };
  /** Whether the session ends with the terminal. */
  readonly endsSession: boolean;
  readonly terminal: TerminalStart;
  readonly serverUrl?: string;
  readonly policy?: RedactionPolicy;
}

/** The terminal that is recorded. */
export interface TerminalStart {
  /** The id of the terminal, which all its records have as `call`. */
  readonly id: string;
  readonly command: string;
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
  readonly term: string;
}

/** How a command ended. */
export interface PtyExit {
  /** Its exit code; 128 and the number of the signal where one ended it. */
  readonly exitCode: number;
  /** The signal that ended it, such as `SIGTERM`. */
  readonly signal?: NodeJS.Signals;
}

/** What the thread of the terminal tells its worker. Times are integer microseconds since the Unix epoch. */
export type ToWorker =
  | { readonly kind: 'output'; readonly at: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'input'; readonly at: number; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'resize'; readonly at: number; readonly columns: number; readonly rows: number }
  | { readonly kind: 'end'; readonly at: number; readonly exit: PtyExit };

/** What a worker answers. */
export type FromWorker =
  /** `mayHold`: that nothing else holds back what is handed over, so that it may wait for a while before. */
  | { readonly kind: 'ready'; readonly recording: boolean; readonly mayHold: boolean; readonly replayUrl: string }
  /** With the room of what was taken, to be used again. */
  | { readonly kind: 'taken'; readonly bytes: number; readonly room: ArrayBuffer }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly events: number; readonly lost: number };
