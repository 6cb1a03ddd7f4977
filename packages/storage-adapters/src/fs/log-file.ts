import { closeSync, constants, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { PlayheadError } from '@playhead/protocol';
import { syncDirectoryOf } from './write-file.ts';

const MAX_ATTEMPTS = 3;
const LINE_FEED = 0x0a;
/** Bytes of a character in UTF-8, at most. */
const MOST_BYTES = 3;
/** A line of so many characters becomes bytes by itself: a text of many such lines would be memory of its own, which the system gives page by page. */
const LARGE_LINE = 4096;

/** A log that is open for appending. */
export class LogFile {
  readonly path: string;
  readonly fd: number;
  /** Which file it is, whatever becomes of its name. */
  readonly #inode: number;
  /** Whether the next batch must begin on a new line, because the last one was cut off. */
  #torn: boolean;
  /** Calls that still need the descriptor. */
  #users = 0;
  #closed = false;
  #directorySynced = false;

  /** @param check - Throws when nothing may be added; asked once the log is open, so that what forbids it cannot come in between. */
  constructor(path: string, check: () => void) {
    this.path = path;
    this.fd = openSync(path, constants.O_RDWR | constants.O_APPEND);
    try {
      check();
      this.#inode = fstatSync(this.fd).ino;
      this.#torn = endsInsideLine(this.fd);
    } catch (error) {
      closeSync(this.fd);
      throw error;
    }
  }

  /**
   * Appends lines with one `write`. One that stored only a part is never completed by a second, which could weld the records of
   * another process: the whole batch is written again on a new line, and readers see each record once.
   *
   * @param room - Where the bytes are put together, when they fit.
   */
  write(lines: readonly string[], room: Buffer): void {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const length = putTogether(lines, room, this.#torn);
      const bytes = length === undefined ? Buffer.from(textOf(lines, this.#torn)) : room.subarray(0, length);
      const written = writeSync(this.fd, bytes);
      if (written === bytes.length) {
        this.#torn = false;
        return;
      }
      this.#torn ||= written > 0;
    }
    throw new PlayheadError('storage_full', 'Could not append: the disk took only a part of the batch, three times. Nothing already stored is lost. Free some room and send the batch again.');
  }

  /** Whether its path still leads to it: a log may be deleted or replaced while it is open. */
  isInPlace(): boolean {
    return statSync(this.path, { throwIfNoEntry: false })?.ino === this.#inode;
  }

  /** Forces the name of the log to the disk, once. */
  syncDirectory(): void {
    if (this.#directorySynced) return;
    this.#directorySynced = true;
    syncDirectoryOf(this.path);
  }

  /** Keeps the descriptor open while something needs it, also after {@link close}. */
  async use(run: (fd: number) => Promise<void>): Promise<void> {
    this.#users += 1;
    try {
      await run(this.fd);
    } finally {
      this.#users -= 1;
      if (this.#closed && this.#users === 0) closeSync(this.fd);
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#users === 0) closeSync(this.fd);
  }
}

/** Puts lines into a room. @returns How many bytes they take; undefined where they may not fit. */
function putTogether(lines: readonly string[], room: Buffer, onNewLine: boolean): number | undefined {
  let length = 0;
  let waiting = onNewLine ? '\n' : '';
  const put = (text: string): boolean => {
    const fits = length + text.length * MOST_BYTES <= room.length;
    if (fits) length += room.write(text, length);
    return fits;
  };
  for (const line of lines) {
    if (line.length >= LARGE_LINE && !(put(waiting) && put(line))) return undefined;
    waiting = line.length >= LARGE_LINE ? '\n' : `${waiting}${line}\n`;
  }
  return put(waiting) ? length : undefined;
}

/** Lines as one text: a rope, put together once when it becomes bytes; `join` would do so line by line. */
function textOf(lines: readonly string[], onNewLine: boolean): string {
  let text = onNewLine ? '\n' : '';
  for (const line of lines) text += `${line}\n`;
  return text;
}

function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  return readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}
