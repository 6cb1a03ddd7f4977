import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { PlayheadError } from '@playhead/protocol';
import { readCast, readTtyrec, readTypescript, type CastItem } from '@playhead/replay-core/cast';

/** A file in which another program recorded a terminal. */
export interface CastFile {
  readonly path: string;
  /** The same for the same bytes: what is known of it already is not imported again. */
  readonly digest: string;
  /** When it was written to last: microseconds since the Unix epoch. */
  readonly changedAt: number;
  items(): AsyncIterable<CastItem>;
}

/**
 * Opens a recording of a terminal, whatever its name ends with.
 *
 * @param timing - The timing of a typescript; undefined for every other kind.
 * @throws PlayheadError `not_found`, `not_a_recording`.
 */
export async function openCastFile(path: string, timing: string | undefined): Promise<CastFile> {
  const stats = statSync(path, { throwIfNoEntry: false });
  for (const file of timing === undefined ? [path] : [path, timing]) {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new PlayheadError('not_found', `${file} is no file, so nothing was imported. Check the path.`);
  }
  const hash = createHash('sha256');
  for (const file of timing === undefined ? [path] : [path, timing]) {
    for await (const piece of createReadStream(file)) hash.update(piece as Buffer); // a stream of bytes
    hash.update('\0');
  }
  const isCast = timing === undefined && /^\s*[{#]/.test(await beginningOf(path));
  if (timing === undefined && !isCast && !(await isTtyrec(path))) {
    throw new PlayheadError('not_a_recording', `${path} is neither an asciicast nor a ttyrec, so nothing was imported. A typescript of script needs its timing: playhead import ${path} --timing <file>.`);
  }
  const items = (): AsyncIterable<CastItem> => {
    if (timing !== undefined) return readTypescript({ typescript: createReadStream(path), timing: createReadStream(timing) });
    return isCast ? readCast(createReadStream(path)) : readTtyrec(createReadStream(path));
  };
  return { path, digest: hash.digest('hex'), changedAt: Math.round((stats?.mtimeMs ?? 0) * 1000), items };
}

const BEGINNING = 4096;

async function bytesAtStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function beginningOf(path: string): Promise<string> {
  return (await bytesAtStart(path)).toString('utf8').replace(/^\uFEFF/, '');
}

/** Whether the first piece has a time and a length that fit the file. */
async function isTtyrec(path: string): Promise<boolean> {
  const bytes = await bytesAtStart(path);
  return bytes.length >= 12 && bytes.readUInt32LE(4) < 1e6 && bytes.readUInt32LE(8) <= statSync(path).size - 12;
}
