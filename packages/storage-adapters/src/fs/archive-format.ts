import { crc32 } from 'node:zlib';

// <stem>.jsonl.gz is a gzip file of many members (RFC 1952), so that `zcat` reads it. Each member but the last ones holds one block of the
// plain log; its extra field says where the block lies in the plain log. The last members hold nothing but the index, in their extra fields.
// PROTOCOL.md (P20) describes every byte.

/** How many bytes of the plain log a block has at most. */
export const BLOCK_BYTES: number = 256 * 1024;
/** How many bytes the last member has. */
export const END_BYTES = 94;

const FIXED = 16; // gzip's ten bytes, the length of the extra field, and the name and length of its one part
const TAIL = 8; // checksum and length of the plain bytes
const NOTHING = Buffer.from([0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]); // no bytes, deflated, with checksum and length
const BLOCK = 'PB';
const INDEX = 'PI';
const END = 'PE';
const BLOCK_EXTRA = 16;
const END_EXTRA = 68;
const ENTRY = 8;
const ENTRIES_PER_MEMBER = 8000;

/** Where a block lies. */
export interface Block {
  /** Where its member begins in the archive. */
  readonly at: number;
  /** How many bytes the member has. */
  readonly bytes: number;
  /** Where the block begins in the plain log. */
  readonly plainAt: number;
  /** How many bytes of the plain log it has. */
  readonly plainBytes: number;
}

/** The plain log that an archive was made of. While it still stands there, its beginning is the end of the archive. */
export interface ArchiveSource {
  readonly inode: bigint;
  /** How many bytes from its beginning the archive has. */
  readonly bytes: number;
  /** Their checksum. */
  readonly checksum: number;
}

/** What the last member of an archive says. */
export interface ArchiveEnd {
  /** Which log it is: stays the same for as long as its cursors are valid. 32 hexadecimal digits. */
  readonly identity: string;
  readonly source: ArchiveSource;
  /** Where the index begins, which is where the last block ends. */
  readonly indexAt: number;
  readonly plainBytes: number;
  readonly blocks: number;
  readonly indexChecksum: number;
}

/** A block as a member: `deflated` are the plain bytes, deflated without a header. */
export function blockMember(plain: Buffer, deflated: Buffer, plainAt: number): Buffer {
  const member = Buffer.concat([head(BLOCK, BLOCK_EXTRA), deflated, Buffer.alloc(TAIL)]);
  member.writeBigUInt64LE(BigInt(plainAt), FIXED);
  member.writeUInt32LE(plain.length, FIXED + 8);
  member.writeUInt32LE(member.length, FIXED + 12);
  member.writeUInt32LE(crc32(plain), member.length - 8);
  member.writeUInt32LE(plain.length, member.length - 4);
  return member;
}

/** How many bytes of a member tell where its block lies. */
export const BLOCK_HEAD_BYTES: number = FIXED + BLOCK_EXTRA;

/** Reads where the block lies whose member begins at an offset of `bytes`; undefined when none begins there. */
export function blockAt(bytes: Buffer, offset: number, at: number): Block | undefined {
  if (!begins(bytes, offset, BLOCK, BLOCK_EXTRA)) return undefined;
  const plainAt = Number(bytes.readBigUInt64LE(offset + FIXED));
  const plainBytes = bytes.readUInt32LE(offset + FIXED + 8);
  const length = bytes.readUInt32LE(offset + FIXED + 12);
  const possible = Number.isSafeInteger(plainAt) && plainBytes > 0 && plainBytes <= BLOCK_BYTES && length > BLOCK_HEAD_BYTES + TAIL && length < 2 * BLOCK_BYTES;
  return possible ? { at, bytes: length, plainAt, plainBytes } : undefined;
}

/** The deflated bytes of a block's member and the checksum of the plain ones; undefined when it is another member than the index says. */
export function deflatedOf(member: Buffer, block: Block): { deflated: Buffer; checksum: number } | undefined {
  const own = blockAt(member, 0, block.at);
  if (own?.plainAt !== block.plainAt || own.plainBytes !== block.plainBytes || member.length !== own.bytes) return undefined;
  return { deflated: member.subarray(BLOCK_HEAD_BYTES, -TAIL), checksum: member.readUInt32LE(member.length - TAIL) };
}

/** The members that follow the last block. */
export function indexMembers(blocks: readonly Block[], end: Pick<ArchiveEnd, 'identity' | 'source' | 'indexAt'>): Buffer {
  const entries = Buffer.alloc(blocks.length * ENTRY);
  for (const [index, { bytes, plainBytes }] of blocks.entries()) {
    entries.writeUInt32LE(bytes, index * ENTRY);
    entries.writeUInt32LE(plainBytes, index * ENTRY + 4);
  }
  const members: Buffer[] = [];
  for (let from = 0; from < entries.length; from += ENTRIES_PER_MEMBER * ENTRY) {
    const part = entries.subarray(from, from + ENTRIES_PER_MEMBER * ENTRY);
    members.push(head(INDEX, part.length).subarray(0, FIXED), part, NOTHING);
  }
  const last = blocks.at(-1);
  const extra = Buffer.alloc(END_EXTRA);
  extra.writeBigUInt64LE(BigInt(end.indexAt), 0);
  extra.writeBigUInt64LE(BigInt(last ? last.plainAt + last.plainBytes : 0), 8);
  extra.writeUInt32LE(blocks.length, 16);
  extra.writeUInt32LE(crc32(entries), 20);
  extra.write(end.identity, 24, 16, 'hex');
  extra.writeBigUInt64LE(end.source.inode, 40);
  extra.writeBigUInt64LE(BigInt(end.source.bytes), 48);
  extra.writeUInt32LE(end.source.checksum, 56);
  extra.writeUInt32LE(crc32(extra.subarray(0, END_EXTRA - 4)), END_EXTRA - 4);
  return Buffer.concat([...members, head(END, END_EXTRA).subarray(0, FIXED), extra, NOTHING]);
}

/** Reads the last member; undefined when it is damaged or cut off. */
export function endOf(member: Buffer): ArchiveEnd | undefined {
  if (member.length !== END_BYTES || !begins(member, 0, END, END_EXTRA)) return undefined;
  const extra = member.subarray(FIXED, FIXED + END_EXTRA);
  if (extra.readUInt32LE(END_EXTRA - 4) !== crc32(extra.subarray(0, END_EXTRA - 4))) return undefined;
  return {
    indexAt: Number(extra.readBigUInt64LE(0)),
    plainBytes: Number(extra.readBigUInt64LE(8)),
    blocks: extra.readUInt32LE(16),
    indexChecksum: extra.readUInt32LE(20),
    identity: extra.toString('hex', 24, 40),
    source: { inode: extra.readBigUInt64LE(40), bytes: Number(extra.readBigUInt64LE(48)), checksum: extra.readUInt32LE(56) },
  };
}

/** Reads the blocks out of the members of the index; undefined when they are damaged. */
export function blocksOf(members: Buffer, end: ArchiveEnd): Block[] | undefined {
  const parts: Buffer[] = [];
  for (let offset = 0; offset < members.length;) {
    const length = offset + FIXED <= members.length ? members.readUInt16LE(offset + 14) : 0;
    if (!begins(members, offset, INDEX, length)) return undefined;
    parts.push(members.subarray(offset + FIXED, offset + FIXED + length));
    offset += FIXED + length + NOTHING.length;
  }
  const entries = Buffer.concat(parts);
  if (entries.length !== end.blocks * ENTRY || crc32(entries) !== end.indexChecksum) return undefined;
  const blocks: Block[] = [];
  let at = 0;
  let plainAt = 0;
  for (let index = 0; index < end.blocks; index += 1) {
    const [bytes, plainBytes] = [entries.readUInt32LE(index * ENTRY), entries.readUInt32LE(index * ENTRY + 4)];
    blocks.push({ at, bytes, plainAt, plainBytes });
    at += bytes;
    plainAt += plainBytes;
  }
  return at === end.indexAt && plainAt === end.plainBytes ? blocks : undefined;
}

/** What every member of a block begins with, to find the next one behind damage. */
export const BLOCK_MARK: Buffer = head(BLOCK, BLOCK_EXTRA).subarray(0, FIXED);

/** The head of a member and room for its extra field. */
function head(name: string, length: number): Buffer {
  const bytes = Buffer.alloc(FIXED + length);
  bytes.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255]); // deflated, has an extra field, no time, unknown system
  bytes.writeUInt16LE(length + 4, 10);
  bytes.write(name, 12, 'latin1');
  bytes.writeUInt16LE(length, 14);
  return bytes;
}

function begins(bytes: Buffer, offset: number, name: string, length: number): boolean {
  return bytes.length >= offset + FIXED + length && head(name, length).subarray(0, FIXED).equals(bytes.subarray(offset, offset + FIXED));
}
