import type { Damage } from '@playhead/protocol';
import type { SourceProgress } from './source.ts';

/** The side of a worker that messages come in and go out by: `self` in a worker, the `Worker` in a page. */
export interface WorkerPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** What a page asks a worker for, once. */
export interface FilesWanted {
  readonly files: readonly Blob[];
  readonly sliceBytes: number;
  /** Only the ids of records with this text are wanted. Default: the records. */
  readonly query?: string;
}

/** That the page has taken a piece in: another one may come. */
export const TAKEN = 'taken';
/** That the worker runs. */
export const READY = 'ready';

/** What a worker says. Records come as JSON, which is read faster than it is cloned. */
export type FileMessage =
  | typeof READY
  | { readonly records: string; readonly damage?: readonly Damage[]; readonly progress?: SourceProgress; readonly upToDate: boolean }
  | { readonly ids: readonly string[]; readonly progress?: SourceProgress }
  | { readonly end: true }
  | { readonly error: { readonly code?: string; readonly message: string } };
