import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** A line of a file as it stands there, without its line feed. */
export interface PhysicalLine {
  /** Its bytes; undefined for one that is longer than may be kept in memory. */
  readonly bytes: Buffer | undefined;
  /** How many bytes it has, with its line feed. */
  readonly size: number;
  /** Where it begins in the file. */
  readonly offset: number;
  /** Whether it ended: the last one of a file that is being written has not. */
  readonly ended: boolean;
}

/** What {@link readLines} goes by. */
export interface ReadLinesOptions {
  /** Where to begin, in bytes. Default 0. */
  readonly from?: number;
  readonly signal?: AbortSignal;
  /** Longer lines are passed over, in bytes. Default 64 MiB. */
  readonly limit?: number;
}

const PIECE = 256 * 1024;
const LIMIT = 64 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Reads the lines of a file of any size, holding one piece and one line in memory. Yields what each piece of the file completed.
 * A file behind a link is not read.
 */
export async function* readLines(path: string, options: ReadLinesOptions = {}): AsyncGenerator<readonly PhysicalLine[], void, void> {
  const { from = 0, signal, limit = LIMIT } = options;
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) return;
    yield* linesOf(file, from, limit, signal);
  } finally {
    await file.close();
  }
}

async function* linesOf(file: FileHandle, from: number, limit: number, signal: AbortSignal | undefined): AsyncGenerator<readonly PhysicalLine[], void, void> {
  const piece = Buffer.allocUnsafe(PIECE);
  let held: Buffer[] = [];
  let size = 0; // of the line so far
  let offset = from; // where it begins
  const keep = (bytes: Buffer): void => {
    size += bytes.length;
    if (size > limit) held = [];
    else if (bytes.length > 0) held.push(Buffer.from(bytes)); // a copy: the piece is used again
  };
  const take = (ended: boolean): PhysicalLine => {
    const line = { bytes: size > limit ? undefined : held.length === 1 ? held[0] : Buffer.concat(held), size: size + (ended ? 1 : 0), offset, ended };
    offset += line.size;
    held = [];
    size = 0;
    return line;
  };
  for (let position = from; ;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(piece, 0, PIECE, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const bytes = piece.subarray(0, bytesRead);
    const lines: PhysicalLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      keep(bytes.subarray(start, end));
      lines.push(take(true));
      start = end + 1;
    }
    keep(bytes.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [take(false)];
}
