import { type BlobRef, type Cursor, decodeLine, LINE_PREFIX, type SessionRecord } from '@playhead/protocol';
import { BRIEF_FROM_BYTES, createBriefing, WHOLE } from '../brief/briefing.ts';
import { createRecordCache } from '../brief/record-cache.ts';
import { type SearchedPiece, searchRecords } from '../brief/search-records.ts';
import { type ByteFile, isPacked, nameOfFile, plainBytes } from './file-bytes.ts';
import { createFileLineReader } from './file-lines.ts';
import { notARecording } from './not-a-recording.ts';
import type * as readInWorker from './read-in-worker.ts';
import type { ReplaySource, SourceChunk } from './source.ts';
import { unreadValue } from './text-cache.ts';

/** Options of {@link fileSource}. */
export interface FileSourceOptions {
  /** Loads the text of a large value, which stands beside the log. Without it large values stay unread. */
  readonly text?: (blob: BlobRef, signal?: AbortSignal) => Promise<string>;
  /** How many bytes are read at a time. Default 1 MiB. */
  readonly sliceBytes?: number;
  /**
   * Makes the worker that reads the files, so that the page answers meanwhile; its script calls `serveFiles` of
   * `@playhead/replay-core/file-worker`. Where there is none, such as under a policy that forbids it, the page reads them itself, slice by slice.
   * Default: the page does.
   */
  readonly worker?: () => Worker;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Replays a recording from a file of the user's machine: `.jsonl`, or `.jsonl.gz`. Nothing is uploaded; the file is read slice by slice,
 * so it may be of any size; of more than 16 MiB that are not packed, long texts stay in the file until they are looked at. Several files of one session are shown as one, whatever their order.
 *
 * Torn and welded lines are healed as everywhere, and told as damage. What is no recording is refused with `not_a_recording` after its
 * first mebibyte at the latest.
 *
 * @param files - A file of an `<input type="file">` or of a drop, any other Blob, or several.
 *
 * @example
 * ```tsx
 * import { useMemo } from 'react';
 *
 * function OpenedFile({ file }: { readonly file: File }) {
 *   const source = useMemo(() => fileSource(file), [file]); // one source for as long as it is one file
 *   return <SessionReplay source={source} />;
 * }
 * ```
 *
 * @example A long file is read in a worker, while the page answers
 * ```ts
 * const sourceOf = (file: File) => fileSource(file, { worker: () => new Worker(new URL('./file-worker.ts', import.meta.url), { type: 'module' }) });
 * ```
 */
export function fileSource(files: Blob | readonly Blob[], options: FileSourceOptions = {}): ReplaySource {
  const all = files instanceof Blob ? [files] : files;
  const source = sourceOfFiles(all, options);
  const { worker, sliceBytes = MEBIBYTE } = options;
  if (!worker) return source;
  const { search } = source;
  return {
    ...source,
    open: (signal) => orInPage((it) => it.recordsInWorker(worker, { files: all, sliceBytes }, signal), () => source.open(signal)),
    ...(search && { search: (query, signal) => orInPage((it) => it.hitsInWorker(worker, { files: all, sliceBytes, query }, signal), () => search(query, signal)) }),
  };
}

/** What a worker reads; where there is none, or it breaks down, what the page reads: from the beginning, since what comes twice counts once. */
async function* orInPage<Item>(inWorker: (reading: typeof readInWorker) => AsyncIterable<Item>, inPage: () => AsyncIterable<Item>): AsyncGenerator<Item> {
  const reading = await import('./read-in-worker.ts'); // few pages read files
  try {
    yield* inWorker(reading);
  } catch (error) {
    if (!(error instanceof reading.NoWorker)) throw error;
    yield* inPage();
  }
}

/** Replays files, whatever they are read from. */
export function sourceOfFiles(all: readonly ByteFile[], options: FileSourceOptions = {}): ReplaySource {
  const { text, sliceBytes = MEBIBYTE } = options;
  const left = createRecordCache(({ from, to }) => recordsBetween(all, from, to));
  const brief = totalOf(all) >= BRIEF_FROM_BYTES;
  return {
    open: (signal) => readFiles(all, { sliceBytes, signal, brief }),
    inBrief: () => brief,
    ...(brief && { search: (query, signal) => searchRecords(query, pieces(readFiles(all, { sliceBytes, signal, brief: false })), signal) }),
    async *read(range) {
      const { readPlaced } = await import('./placed-lines.ts'); // only terminals need it
      yield* readPlaced(all, range, sliceBytes);
    },
    text: (blob, signal) => left.text(blob, signal) ?? text?.(blob, signal) ?? Promise.reject(unreadValue()),
  };
}

/** Where a place in one of several files is: its number and an offset. */
function cursorIn(place: number, offset: number): Cursor {
  return `${place}.${offset}`;
}

/** The records between two places of one file. */
async function* recordsBetween(files: readonly ByteFile[], from: Cursor, to: Cursor): AsyncGenerator<readonly SessionRecord[]> {
  const [place, start] = from.split('.').map(Number);
  const end = Number(to.split('.')[1]);
  const file = files[place ?? -1];
  if (!file || start === undefined || !(end > start)) return;
  const text = await file.slice(start, end).text().catch(() => '');
  yield text.split('\n').filter((line) => line !== '').flatMap((line) => decodeLine(line).records.map(({ record }) => record));
}

async function* pieces(chunks: AsyncIterable<SourceChunk>): AsyncGenerator<SearchedPiece> {
  for await (const { records, progress } of chunks) yield { records, ...(progress && { progress }) };
}

function totalOf(files: readonly ByteFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

async function* readFiles(files: readonly ByteFile[], { sliceBytes, signal, brief }: Pick<Reading, 'sliceBytes' | 'signal' | 'brief'>): AsyncGenerator<SourceChunk> {
  const totalBytes = totalOf(files);
  if (totalBytes === 0) throw notARecording(files.length === 1 && files[0] ? nameOfFile(files[0]) : 'What was chosen', '');
  let before = 0;
  for (const [place, file] of files.entries()) {
    if (file.size > 0) yield* readFile(file, { sliceBytes, signal, brief, place, before, totalBytes });
    before += file.size;
  }
  yield { records: [], upToDate: true };
}

interface Reading {
  readonly sliceBytes: number;
  readonly signal: AbortSignal;
  /** Whether long texts stay in the file. */
  readonly brief: boolean;
  /** Its place among the files. */
  readonly place: number;
  /** Bytes of the files before this one. */
  readonly before: number;
  readonly totalBytes: number;
}

async function* readFile(file: ByteFile, { sliceBytes, signal, brief, place, before, totalBytes }: Reading): AsyncGenerator<SourceChunk> {
  const name = nameOfFile(file);
  const inPlace = brief && !(await isPacked(file)); // what is packed has no places that could be read alone
  const lines = createFileLineReader(name, inPlace ? createBriefing({ from: cursorIn(place, 0), bytes: totalBytes }) : WHOLE, (offset) => cursorIn(place, offset));
  let seen = 0;
  let readBytes = 0;
  for await (const piece of plainBytes(file, { sliceBytes, signal })) {
    readBytes = piece.readBytes;
    const progress = { readBytes: before + readBytes, totalBytes };
    if (piece.lost > 0) yield { ...lines.cut(piece.lost), upToDate: false, progress };
    seen += piece.bytes.length + piece.lost;
    const found = lines.push(piece.bytes);
    if (lines.count === 0 && seen >= MEBIBYTE && !lines.open.startsWith(LINE_PREFIX)) throw notARecording(name, lines.beginning);
    yield { ...found, upToDate: false, progress };
  }
  if (signal.aborted) return;
  const last = lines.cut();
  if (lines.count === 0) throw notARecording(name, lines.beginning);
  yield { ...last, upToDate: false, progress: { readBytes: before + file.size, totalBytes } };
}
