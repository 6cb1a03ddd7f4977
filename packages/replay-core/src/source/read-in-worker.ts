import { type ErrorCode, errorDescriptions, PlayheadError, type SessionRecord } from '@playhead/protocol';
import { createSharedTexts } from '../brief/shared-texts.ts';
import { type FileMessage, type FilesWanted, READY, TAKEN } from './file-messages.ts';
import type { SourceChunk, SourceHits } from './source.ts';

/** No worker runs here, or it broke down. */
export class NoWorker extends Error {}

type Piece = Exclude<FileMessage, typeof READY | { readonly end: true } | { readonly error: unknown }>;

/**
 * Has a worker read files; ends it when everything was read, and at once when the signal aborts.
 *
 * @throws NoWorker when there is none; whatever the files turn out to be.
 */
async function* pieces(make: () => Worker, wanted: FilesWanted, signal: AbortSignal): AsyncGenerator<Piece> {
  if (signal.aborted) return;
  const worker = started(make);
  const came: (FileMessage | NoWorker)[] = [];
  let wake: (() => void) | undefined;
  const take = (message: FileMessage | NoWorker): void => {
    came.push(message);
    wake?.();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FileMessage>) => take(data));
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // the page reads the files itself
    take(new NoWorker(event.message));
  });
  worker.addEventListener('messageerror', () => take(new NoWorker('A message could not be read.')));
  const stop = (): void => wake?.();
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      const message = came.shift();
      if (signal.aborted) return;
      if (message === undefined) await new Promise<void>((resolve) => { wake = resolve; });
      else if (message instanceof NoWorker) throw message;
      else if (message === READY) worker.postMessage(wanted);
      else if ('error' in message) throw told(message.error);
      else if ('end' in message) return;
      else {
        yield message;
        worker.postMessage(TAKEN);
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    worker.terminate();
  }
}

/** The records of files, read in a worker. */
export async function* recordsInWorker(make: () => Worker, wanted: FilesWanted, signal: AbortSignal): AsyncGenerator<SourceChunk> {
  const texts = createSharedTexts();
  for await (const piece of pieces(make, wanted, signal)) {
    if (!('records' in piece)) continue;
    const { records, ...rest } = piece;
    const read = JSON.parse(records) as SessionRecord[]; // the worker read them as records
    yield { ...rest, records: read.map((record) => texts.share(record)) };
  }
}

/** A search of files in a worker. */
export async function* hitsInWorker(make: () => Worker, wanted: FilesWanted, signal: AbortSignal): AsyncGenerator<SourceHits> {
  for await (const piece of pieces(make, wanted, signal)) if ('ids' in piece) yield piece;
}

function started(make: () => Worker): Worker {
  try {
    return make();
  } catch (cause) {
    throw new NoWorker('It could not be made.', { cause });
  }
}

function told({ code, message }: { readonly code?: string; readonly message: string }): PlayheadError {
  const known = code !== undefined && Object.hasOwn(errorDescriptions, code);
  return new PlayheadError(known ? (code as ErrorCode) : 'internal', message); // checked on the line above
}
