import { type BlobRef, LINE_PREFIX } from '@playhead/protocol';
import { nameOfFile, plainBytes } from './file-bytes.ts';
import { createFileLineReader } from './file-lines.ts';
import { notARecording } from './not-a-recording.ts';
import type { ReplaySource, SourceChunk } from './source.ts';

/** Options of {@link fileSource}. */
export interface FileSourceOptions {
  /** Loads the text of a large value, which stands beside the log. Without it large values stay unread. */
  readonly text?: (blob: BlobRef, signal?: AbortSignal) => Promise<string>;
  /** How many bytes are read at a time. Default 1 MiB. */
  readonly sliceBytes?: number;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Replays a recording from a file of the user's machine: `.jsonl`, or `.jsonl.gz`. Nothing is uploaded; the file is read slice by slice,
 * so it may be of any size. Several files of one session are shown as one, whatever their order.
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
 */
export function fileSource(files: Blob | readonly Blob[], options: FileSourceOptions = {}): ReplaySource {
  const { text, sliceBytes = MEBIBYTE } = options;
  const all = files instanceof Blob ? [files] : files;
  return {
    open: (signal) => readFiles(all, sliceBytes, signal),
    ...(text && { text }),
  };
}

async function* readFiles(files: readonly Blob[], sliceBytes: number, signal: AbortSignal): AsyncGenerator<SourceChunk> {
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  if (totalBytes === 0) throw notARecording(files.length === 1 && files[0] ? nameOfFile(files[0]) : 'What was chosen', '');
  let before = 0;
  for (const file of files) {
    if (file.size > 0) yield* readFile(file, { sliceBytes, signal, before, totalBytes });
    before += file.size;
  }
  yield { records: [], upToDate: true };
}

interface Reading {
  readonly sliceBytes: number;
  readonly signal: AbortSignal;
  /** Bytes of the files before this one. */
  readonly before: number;
  readonly totalBytes: number;
}

async function* readFile(file: Blob, { sliceBytes, signal, before, totalBytes }: Reading): AsyncGenerator<SourceChunk> {
  const name = nameOfFile(file);
  const lines = createFileLineReader(name);
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
