import { randomBytes, randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { checksumOf, createArchiveWriter } from './archive-write.ts';
import { openLog, type WholeLog } from './whole-log.ts';
import { archivePath } from './paths.ts';
import { replaceFileDurably, syncDirectoryOf } from './write-file.ts';

/** A log that is written anew beside the old one. A log with an archive gets a new archive: nothing of it is ever plain again. */
export interface Draft {
  readonly log: string;
  readonly source: WholeLog;
  /** Which plain file the log was. */
  readonly inode: number;
  /** How much of the source is copied. */
  readonly place: { offset: number };
  write(lines: readonly string[]): Promise<void>;
  /** All that there is so far goes to the disk. */
  finish(): Promise<void>;
  /**
   * Puts it in the place of the old log, in one step.
   *
   * @param late - Gives the lines that others appended since, changed.
   */
  put(late: () => Promise<readonly string[]>): Promise<void>;
  close(): Promise<void>;
}

/** Opens a log to write it anew. */
export async function openDraft(log: string): Promise<Draft> {
  const source = await openLog(log);
  const temporary = `${log}.${randomUUID()}.tmp`;
  try {
    const { ino: inode } = await source.plain.stat();
    const target = await open(temporary, 'wx', 0o600);
    const place = { offset: 0 };
    const close = async (): Promise<void> => {
      await Promise.allSettled([source.close(), target.close()]);
      rmSync(temporary, { force: true });
    };
    const put = (path: string): void => {
      renameSync(temporary, path);
      syncDirectoryOf(path);
    };
    if (!source.archive) {
      return {
        log, source, inode, place, close,
        write: async (lines) => void (await target.appendFile(`${lines.join('\n')}\n`)),
        finish: () => target.sync(),
        put: async () => put(log),
      };
    }
    const writer = createArchiveWriter(target);
    const archived = source.archive.plainBytes;
    return {
      log, source, inode, place, close,
      write: (lines) => writer.add(Buffer.from(`${lines.join('\n')}\n`)),
      async finish() {
        const bytes = source.skipped + Math.max(0, place.offset - archived);
        const { ino } = await source.plain.stat({ bigint: true });
        await writer.finish(randomBytes(16).toString('hex'), { inode: ino, bytes, checksum: await checksumOf(source.plain, bytes) });
        await target.sync();
      },
      async put(late) {
        put(archivePath(log));
        replaceFileDurably(log, (await late()).map((line) => `${line}\n`).join(''));
      },
    };
  } catch (error) {
    await source.close();
    rmSync(temporary, { force: true });
    throw error;
  }
}
