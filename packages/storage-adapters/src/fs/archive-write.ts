import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { BLOCK_BYTES, blockMember, indexMembers, type ArchiveSource, type Block } from './archive-format.ts';

const deflate: (bytes: Buffer) => Promise<Buffer> = promisify(deflateRaw);
const LINE_FEED = 0x0a;

/** Writes an archive from its first block to its last. */
export interface ArchiveWriter {
  /** Adds bytes of the plain log. */
  add(bytes: Buffer): Promise<void>;
  /** Takes over blocks of another archive as they are. Only before the first {@link add}. */
  takeOver(from: FileHandle, blocks: readonly Block[]): Promise<void>;
  /** Writes what is left, and the index. */
  finish(identity: string, source: ArchiveSource): Promise<void>;
}

/** Makes a writer to an empty file. Blocks end where lines end, so that a damaged one costs no line of its neighbours. */
export function createArchiveWriter(target: FileHandle): ArchiveWriter {
  const blocks: Block[] = [];
  let at = 0;
  let plainAt = 0;
  let pending: Buffer = Buffer.alloc(0);
  const write = async (plain: Buffer): Promise<void> => {
    const member = blockMember(plain, await deflate(plain), plainAt);
    await target.appendFile(member);
    blocks.push({ at, bytes: member.length, plainAt, plainBytes: plain.length });
    at += member.length;
    plainAt += plain.length;
  };
  return {
    async add(bytes) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      while (pending.length > BLOCK_BYTES) {
        const end = pending.lastIndexOf(LINE_FEED, BLOCK_BYTES - 1) + 1 || BLOCK_BYTES;
        await write(pending.subarray(0, end));
        pending = pending.subarray(end);
      }
    },
    async takeOver(from, taken) {
      for (const block of taken) {
        const member = Buffer.alloc(block.bytes);
        await from.read(member, 0, member.length, block.at);
        await target.appendFile(member);
        blocks.push({ ...block, at });
        at += member.length;
        plainAt += block.plainBytes;
      }
    },
    async finish(identity, source) {
      if (pending.length > 0) await write(pending);
      pending = Buffer.alloc(0);
      await target.appendFile(indexMembers(blocks, { identity, source, indexAt: at }));
    },
  };
}

/** The checksum of the first bytes of a file. */
export async function checksumOf(file: FileHandle, bytes: number): Promise<number> {
  const piece = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, Math.max(1, bytes)));
  let checksum = 0;
  for (let position = 0; position < bytes;) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, bytes - position), position);
    if (bytesRead === 0) break;
    checksum = crc32(piece.subarray(0, bytesRead), checksum);
    position += bytesRead;
  }
  return checksum;
}
