import { isPlayheadError } from '@playhead/protocol';
import { type FileMessage, type FilesWanted, READY, TAKEN, type WorkerPort } from './file-messages.ts';
import { sourceOfFiles } from './file-source.ts';
import type { SourceChunk } from './source.ts';

/** So many pieces are on their way at once: the page takes one in while the next is read. */
const AHEAD = 2;
/** So many records are one piece: what a page takes in within a few milliseconds. */
const PIECE_RECORDS = 250;

/**
 * Reads files for a page: the whole script of a worker that `fileSource` is given.
 *
 * @param port - Where messages come in and go out. Default: the worker's own.
 *
 * @example
 * ```ts
 * // file-worker.ts, of which the page makes new Worker(new URL('./file-worker.ts', import.meta.url), { type: 'module' })
 * import { serveFiles } from '@playhead/replay-core/file-worker';
 *
 * serveFiles();
 * ```
 */
export function serveFiles(port: WorkerPort = globalThis as unknown as WorkerPort): void { // in a worker, which its script says it is
  let room = AHEAD;
  let wake: (() => void) | undefined;
  const send = async (message: FileMessage): Promise<void> => {
    while (room === 0) await new Promise<void>((resolve) => { wake = resolve; });
    room -= 1;
    port.postMessage(message);
  };
  port.addEventListener('message', ({ data }) => {
    if (data === TAKEN) {
      room += 1;
      wake?.();
      return;
    }
    const wanted = data as FilesWanted; // the page's half of these messages is ours
    give(wanted, send).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ error: { message, ...(isPlayheadError(error) && { code: error.code }) } } satisfies FileMessage);
    });
  });
  port.postMessage(READY);
}

async function give({ files, sliceBytes, query }: FilesWanted, send: (message: FileMessage) => Promise<void>): Promise<void> {
  const source = sourceOfFiles(files, { sliceBytes });
  const { signal } = new AbortController(); // whoever stops it ends the worker
  if (query === undefined) for await (const chunk of source.open(signal)) for (const piece of piecesOf(chunk)) await send(piece);
  else for await (const { ids, progress } of source.search?.(query, signal) ?? []) await send({ ids, ...(progress && { progress }) });
  await send({ end: true });
}

function* piecesOf({ records, damage, upToDate, progress }: SourceChunk): Generator<FileMessage, void, undefined> {
  let from = 0;
  for (; from + PIECE_RECORDS < records.length; from += PIECE_RECORDS) yield { records: JSON.stringify(records.slice(from, from + PIECE_RECORDS)), upToDate: false };
  yield { records: JSON.stringify(records.slice(from)), upToDate, ...(damage && { damage }), ...(progress && { progress }) };
}
