import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { BLOCK_HEAD_BYTES, BLOCK_MARK, blockAt, blocksOf, deflatedOf, END_BYTES, endOf, type ArchiveEnd, type Block } from './archive-format.ts';
import { errnoOf } from './failures.ts';
import { fileAt } from './paths.ts';

const inflate: (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer> = promisify(inflateRaw);
const SEARCH_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;
/** How often a lost stretch has a line feed, so that it is no line too long to be read. */
const LOST_LINE_BYTES = 64 * 1024;

/** A stretch of the plain log that an archive can no longer give. */
export interface LostStretch {
  readonly start: number;
  readonly end: number;
}

/** The beginning of a log, deflated. Positions are those of the plain log. */
export interface Archive {
  readonly file: FileHandle;
  /** How many bytes of the plain log it has. */
  readonly plainBytes: number;
  /** Undefined when its last bytes are damaged or gone. */
  readonly end: ArchiveEnd | undefined;
  readonly blocks: readonly Block[];
  /** Whether the index could be read; else the blocks were found one by one. */
  readonly whole: boolean;
  /**
   * Reads plain bytes; never past the end of a block. A block that is damaged reads as NULs between line feeds, so that no line
   * reaches over it.
   */
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  /** Stretches that reads met and found lost, each once. */
  takeLost(): LostStretch[];
  close(): Promise<void>;
}

/** Opens an archive; undefined when there is none. */
export async function openArchive(path: string): Promise<Archive | undefined> {
  let file: FileHandle;
  try {
    if (!fileAt(path)) return undefined;
    file = await open(path, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const end = endOf(await bytesAt(file, size - END_BYTES, END_BYTES));
    const blocks = end && blocksOf(await bytesAt(file, end.indexAt, size - END_BYTES - end.indexAt), end);
    return archiveOf(file, end, blocks, blocks ?? (await findBlocks(file, end?.indexAt ?? size)));
  } catch (error) {
    await file.close();
    throw error;
  }
}

function archiveOf(file: FileHandle, end: ArchiveEnd | undefined, index: readonly Block[] | undefined, blocks: readonly Block[]): Archive {
  const last = blocks.at(-1);
  const plainBytes = end?.plainBytes ?? (last ? last.plainAt + last.plainBytes : 0);
  const told = new Set<number>();
  let lost: LostStretch[] = end ? [] : [{ start: plainBytes, end: plainBytes }];
  let held: { block: Block; plain: Buffer | undefined } | undefined;
  const tell = (start: number, stop: number): void => {
    if (!told.has(start)) lost.push({ start, end: stop });
    told.add(start);
  };
  const plainOf = async (block: Block): Promise<Buffer | undefined> => {
    if (held?.block !== block) held = { block, plain: await intact(file, block) };
    return held.plain;
  };
  return {
    file, plainBytes, end, blocks, whole: index !== undefined,
    async read(buffer, offset, length, position) {
      if (position >= plainBytes) return { bytesRead: 0 };
      const found = lastAtOrBefore(blocks, position);
      const block = blocks[found];
      const after = block ? block.plainAt + block.plainBytes : 0;
      const plain = block && position < after ? await plainOf(block) : undefined;
      if (block && plain) return { bytesRead: plain.copy(buffer, offset, position - block.plainAt, position - block.plainAt + length) };
      const [start, stop] = block && position < after ? [block.plainAt, after] : [after, blocks[found + 1]?.plainAt ?? plainBytes];
      tell(start, stop);
      return { bytesRead: fillLost(buffer.subarray(offset, offset + Math.min(length, stop - position)), position, start, stop) };
    },
    takeLost() {
      const taken = lost;
      lost = [];
      return taken;
    },
    close: () => file.close(),
  };
}

/** Fills what a part of a lost stretch reads as. */
function fillLost(bytes: Buffer, position: number, start: number, stop: number): number {
  bytes.fill(0);
  for (let index = 0; index < bytes.length; index += 1) {
    const at = position + index;
    if (at === start || at === stop - 1 || at % LOST_LINE_BYTES === 0) bytes[index] = LINE_FEED;
  }
  return bytes.length;
}

/** The plain bytes of a block; undefined when a single one of them is not what it was. */
async function intact(file: FileHandle, block: Block): Promise<Buffer | undefined> {
  const found = deflatedOf(await bytesAt(file, block.at, block.bytes), block);
  if (!found) return undefined;
  const plain = await inflate(found.deflated, { maxOutputLength: block.plainBytes }).catch(() => undefined);
  return plain?.length === block.plainBytes && crc32(plain) === found.checksum ? plain : undefined;
}

/** Without an index: from block to block, and behind damage to the next thing that begins like one. */
async function findBlocks(file: FileHandle, size: number): Promise<Block[]> {
  const blocks: Block[] = [];
  for (let at = 0; at < size;) {
    const block = blockAt(await bytesAt(file, at, BLOCK_HEAD_BYTES), 0, at);
    const last = blocks.at(-1);
    if (block && block.plainAt >= (last ? last.plainAt + last.plainBytes : 0)) {
      blocks.push(block);
      at += block.bytes;
      continue;
    }
    const next = await findMark(file, at + 1, size);
    if (next === undefined) break;
    at = next;
  }
  return blocks;
}

async function findMark(file: FileHandle, from: number, size: number): Promise<number | undefined> {
  for (let at = from; at < size; at += SEARCH_BYTES) {
    const found = (await bytesAt(file, at, SEARCH_BYTES + BLOCK_MARK.length)).indexOf(BLOCK_MARK);
    if (found >= 0) return at + found;
  }
  return undefined;
}

function lastAtOrBefore(blocks: readonly Block[], position: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.plainAt ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (position < 0 || length <= 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}
