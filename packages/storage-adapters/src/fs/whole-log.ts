import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { PlayheadError } from '@playhead/protocol';
import { openArchive, type Archive, type LostStretch } from './archive-read.ts';
import { checksumOf } from './archive-write.ts';
import { errnoOf } from './failures.ts';
import { archivePath, isSecondName } from './paths.ts';

const MAX_ATTEMPTS = 20;

/** What bytes are read from: a file, or a log. */
export interface ByteSource {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

/** A log from its first byte to its last, whether its beginning was compressed or not. */
export interface WholeLog extends ByteSource {
  /** Which log it is. While this stays, offsets stay valid. */
  readonly identity: string;
  /** The plain file that is appended to. */
  readonly plain: FileHandle;
  /** How many bytes at the beginning of the plain file the archive has too. */
  readonly skipped: number;
  readonly archive: Archive | undefined;
  /** How many bytes the log has now. */
  size(): Promise<number>;
  /** Stretches that reads met and found lost, each once. */
  takeLost(): LostStretch[];
  close(): Promise<void>;
}

/**
 * Opens a log. Its archive stands beside it and holds its beginning; the plain file goes on from there.
 *
 * While a log is compressed, the archive is put in place first and the plain file is replaced next. In between the archive names the
 * plain file that it was made of, so that readers see every byte once at every moment, also after a crash there.
 */
export async function openLog(path: string): Promise<WholeLog> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const plain = await open(path, 'r');
    let archive: Archive | undefined;
    try {
      const { ino } = await plain.stat({ bigint: true });
      archive = await openArchive(archivePath(path));
      // A plain file that was replaced before the archive was opened may not be the one that goes with it.
      if (!archive || (await stat(path, { bigint: true })).ino === ino) return await logOf(plain, ino, archive);
    } catch (error) {
      await Promise.allSettled([plain.close(), archive?.close()]);
      throw error;
    }
    await Promise.allSettled([plain.close(), archive.close()]);
  }
  throw new PlayheadError('storage_unavailable', 'The log was replaced while it was opened, several times, so it was not read. Read it again.');
}

/** As {@link openLog}; undefined when it was only the second name of a log, which goes when the log's last lines are carried over. */
export async function openPresentLog(path: string): Promise<WholeLog | undefined> {
  try {
    return await openLog(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' && isSecondName(path)) return undefined;
    throw error;
  }
}

async function logOf(plain: FileHandle, inode: bigint, archive: Archive | undefined): Promise<WholeLog> {
  const skipped = await skippedBytes(plain, inode, archive);
  const archived = archive?.plainBytes ?? 0;
  return {
    identity: archive?.end?.identity ?? logIdentity(await plain.stat()),
    plain, skipped, archive,
    size: async () => archived + Math.max(0, (await plain.stat()).size - skipped),
    read: (buffer, offset, length, position) => (archive && position < archived ? archive.read(buffer, offset, length, position) : plain.read(buffer, offset, length, position - archived + skipped)),
    takeLost: () => archive?.takeLost() ?? [],
    close: async () => void (await Promise.all([plain.close(), archive?.close()])),
  };
}

/** The identity of a log that has no archive yet. It keeps it when it gets one. */
export function logIdentity(plain: Stats): string {
  return createHash('sha256').update(identityOf(plain)).digest('hex').slice(0, 32);
}

/** How many bytes a log has, whatever it takes on the disk. */
export async function lengthOf(path: string): Promise<number> {
  const log = await openLog(path);
  try {
    return await log.size();
  } finally {
    await log.close();
  }
}

/** Which file it is, whatever its name: inodes are given out again, so the time of its birth counts too. */
export function identityOf({ ino, birthtimeMs }: Stats): string {
  return `${ino}@${birthtimeMs}`;
}

async function skippedBytes(plain: FileHandle, inode: bigint, archive: Archive | undefined): Promise<number> {
  const source = archive?.end?.source;
  if (source?.inode !== inode || (await plain.stat()).size < source.bytes) return 0;
  return (await checksumOf(plain, source.bytes)) === source.checksum ? source.bytes : 0;
}
