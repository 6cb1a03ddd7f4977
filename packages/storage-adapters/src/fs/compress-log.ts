import { randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, futimesSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { PlayheadError } from '@playhead/protocol';
import { BLOCK_BYTES } from './archive-format.ts';
import { openArchive } from './archive-read.ts';
import { checksumOf, createArchiveWriter } from './archive-write.ts';
import { openLog, type WholeLog } from './whole-log.ts';
import { archivePath, type Folders } from './paths.ts';
import { giveSecondName, inodeOf } from './second-name.ts';
import { syncDirectoryOf } from './write-file.ts';

const LINE_FEED = 0x0a;

/** What became of a log. */
export interface CompressedLog {
  /** `compressed` it was, or would be; `recent` something was written to it lately; `nothing` is left to compress; `damaged` its archive has lost its index. */
  readonly status: 'compressed' | 'recent' | 'nothing' | 'damaged';
  /** How many bytes the log has. */
  readonly bytes: number;
  /** How many bytes it takes on the disk. */
  readonly stored: number;
}

/** How a log is compressed. */
export interface CompressLogOptions {
  /** A log that was written to later is left alone: milliseconds since the Unix epoch. */
  readonly quietSince: number;
  readonly dryRun: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Moves the complete lines of a log to the end of its archive.
 *
 * First the archive is written beside, read back and put in place: it names the plain file it was made of, so readers pass over what both
 * hold. Then the plain file is replaced by what follows, and at last what went into the old one meanwhile is carried over. It is the same
 * log, byte for byte and cursor for cursor, at every moment.
 *
 * @throws PlayheadError `storage_unavailable` when another process replaces the log; `aborted`.
 */
export async function compressLog(folders: Folders, sessionId: string, log: string, { quietSince, dryRun, signal }: CompressLogOptions): Promise<CompressedLog> {
  const source = await openLog(log);
  try {
    const { mtimeMs, ino, size } = await source.plain.stat();
    const to = await endOfLines(source.plain, size, source.skipped);
    const archived = source.archive ? (await source.archive.file.stat()).size : 0;
    const as = async (status: CompressedLog['status'], stored: number): Promise<CompressedLog> => ({ status, bytes: await source.size(), stored });
    if (source.archive?.whole === false) return await as('damaged', archived + size);
    if (to <= source.skipped && source.skipped === 0) return await as('nothing', archived + size);
    if (Math.trunc(mtimeMs) > quietSince) return await as('recent', archived + size);
    if (dryRun) return await as('compressed', archived + size);
    const temporary = `${log}.${randomUUID()}.tmp`;
    try {
      const written = to > source.skipped ? await writeArchive(temporary, source, to, signal) : undefined;
      const second = giveSecondName(folders, sessionId, log, ino);
      try {
        if (written !== undefined) {
          renameSync(temporary, archivePath(log));
          syncDirectoryOf(log);
        }
        await goOn(log, source.plain, ino, to);
        rmSync(second, { force: true });
      } catch (error) {
        const stands = inodeOf(log);
        if (stands === undefined) rmSync(archivePath(log), { force: true }); // the session was deleted meanwhile
        if (stands === undefined || stands === ino) rmSync(second, { force: true });
        throw error;
      }
      return await as('compressed', (written ?? archived) + size - to);
    } finally {
      rmSync(temporary, { force: true });
    }
  } finally {
    await source.close();
  }
}

/** @returns How many bytes the archive has. */
async function writeArchive(path: string, source: WholeLog, to: number, signal: AbortSignal | undefined): Promise<number> {
  const target = await open(path, 'wx', 0o600);
  try {
    const { plain, skipped, archive, identity } = source;
    const writer = createArchiveWriter(target);
    if (archive) await writer.takeOver(archive.file, archive.blocks);
    for await (const piece of pieces(plain, skipped, to)) {
      if (signal?.aborted) throw new PlayheadError('aborted', 'Compressing was cancelled, so the session stays as it was. Run it again to go on.');
      await writer.add(piece.bytes);
    }
    const { ino } = await plain.stat({ bigint: true });
    await writer.finish(identity, { inode: ino, bytes: to, checksum: await checksumOf(plain, to) });
    await target.sync();
    await readBack(path, plain, skipped, to, archive?.plainBytes ?? 0);
    return (await target.stat()).size;
  } finally {
    await target.close();
  }
}

/** Nothing is replaced by an archive that does not give back every byte. */
async function readBack(path: string, plain: FileHandle, from: number, to: number, archivedBefore: number): Promise<void> {
  const archive = await openArchive(path);
  try {
    const read = Buffer.alloc(BLOCK_BYTES);
    for await (const piece of pieces(plain, from, to)) {
      for (let done = 0; done < piece.bytes.length;) {
        const { bytesRead } = (await archive?.read(read, 0, piece.bytes.length - done, archivedBefore + piece.at - from + done)) ?? { bytesRead: 0 };
        if (bytesRead === 0 || !read.subarray(0, bytesRead).equals(piece.bytes.subarray(done, done + bytesRead))) {
          throw new PlayheadError('storage_unavailable', 'The archive did not read back as it was written, so the session stays as it was. Check the disk and the memory of this machine.');
        }
        done += bytesRead;
      }
    }
  } finally {
    await archive?.close();
  }
}

/**
 * Puts a plain file in place that goes on behind the archive. Between the last look at the old file and the rename lie microseconds; what is
 * appended just then is carried over afterwards. Until that is on the disk, the old file keeps its second name.
 */
async function goOn(log: string, old: FileHandle, inode: number, from: number): Promise<void> {
  const { atimeMs, mtimeMs } = await old.stat();
  const temporary = `${log}.${randomUUID()}.tmp`;
  let copied = from;
  try {
    const fd = openSync(temporary, 'wx', 0o600);
    try {
      for (let end = fstatSync(old.fd).size; copied < end; end = fstatSync(old.fd).size) {
        const rest = Buffer.alloc(end - copied);
        copied += readSync(old.fd, rest, 0, rest.length, copied);
        writeFileSync(fd, rest);
      }
      futimesSync(fd, atimeMs / 1000, mtimeMs / 1000);
      if (inodeOf(log) !== inode) throw new PlayheadError('storage_unavailable', 'The log was deleted or replaced while it was compressed, so it stays as it is then. Run it again.');
      renameSync(temporary, log);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } finally {
    rmSync(temporary, { force: true });
  }
  syncDirectoryOf(log);
  const late = await bytesFrom(old, copied);
  const complete = late.subarray(0, late.lastIndexOf(LINE_FEED) + 1);
  if (complete.length > 0) appendBytes(log, complete);
}

/** On a line of its own: whoever sees its write go to the old file writes again, and readers see each record once. */
function appendBytes(log: string, bytes: Buffer): void {
  const fd = openSync(log, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeFileSync(fd, Buffer.concat([Buffer.from('\n'), bytes]));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Where the last complete line of a file ends, not before `from`. */
async function endOfLines(file: FileHandle, size: number, from: number): Promise<number> {
  const piece = Buffer.alloc(BLOCK_BYTES);
  for (let end = size; end > from;) {
    const start = Math.max(from, end - piece.length);
    const { bytesRead } = await file.read(piece, 0, end - start, start);
    const feed = piece.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (feed >= 0) return start + feed + 1;
    end = start;
  }
  return from;
}

async function* pieces(file: FileHandle, from: number, to: number): AsyncGenerator<{ readonly at: number; readonly bytes: Buffer }, void, undefined> {
  for (let position = from; position < to;) {
    const bytes = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, to - position));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
    if (bytesRead === 0) return;
    yield { at: position, bytes: bytes.subarray(0, bytesRead) };
    position += bytesRead;
  }
}

async function bytesFrom(file: FileHandle, from: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const { bytes } of pieces(file, from, (await file.stat()).size)) parts.push(bytes);
  return Buffer.concat(parts);
}
