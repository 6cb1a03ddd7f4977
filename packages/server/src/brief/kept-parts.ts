import { type Chunk, type Cursor, type SessionStorage } from '@playhead/protocol';
import { hashOfLine } from '../append/line-hash.ts';
import { BRIEF_PART_VERSION, isPartOf, packPart, type PartHead, unpackPart, type Witness } from './brief-part.ts';

/** So much of a log is one part, in characters of its lines: little enough to be held as a whole, and enough to be packed well. */
export const PART_CHARACTERS: number = 8 * 1024 * 1024;
/** The first part is small: until it is unpacked a viewer has nothing to show. It is the first chunk where that is longer. */
const FIRST_PART_CHARACTERS = 128 * 1024;

/** What parts are kept in. */
export type PartStorage = Pick<SessionStorage, 'capabilities' | 'derived' | 'read'>;

/** About how much of a log so many parts are, in characters. */
export function charactersOfParts(count: number): number {
  return count === 0 ? 0 : FIRST_PART_CHARACTERS + (count - 1) * PART_CHARACTERS;
}

/** The part of a number, if there is one, it begins at the cursor, and the log is still the one it was made of. */
export async function keptPart(storage: PartStorage, sessionId: string, number: number, cursor: Cursor, signal: AbortSignal): ReturnType<typeof unpackPart> {
  if (!storage.capabilities.derived) return undefined;
  // What cannot be read is not there: the log tells what is wrong, if anything is.
  const bytes = await storage.derived.get(sessionId, nameOf(number), BRIEF_PART_VERSION).catch(() => undefined);
  const part = bytes && (await unpackPart(bytes as Uint8Array<ArrayBuffer>)); // storages read into memory of their own
  return part?.head.from === cursor && (await isPartOf(part.head, storage, sessionId, signal).catch(() => false)) ? part : undefined;
}

/** Puts parts together of the chunks of a log, and stores each when it is whole. */
export interface PartKeeper {
  /** Takes the next chunk in; waits for the part before to be stored. */
  take(chunk: Chunk, events: Uint8Array<ArrayBuffer>): Promise<void>;
  /** How many parts were stored. */
  readonly kept: number;
  /** Where the next one begins. */
  readonly from: Cursor;
  /** Resolves when all of them are stored. */
  idle(): Promise<void>;
}

/**
 * Makes a keeper that goes on behind the parts that are there.
 *
 * @param from.cursor - Where the last of them ends.
 * @param from.count - How many they are.
 * @param from.closing - Ends what goes on behind everybody's back.
 */
export function partKeeper(storage: PartStorage, sessionId: string, { cursor, count, closing }: { cursor: Cursor; count: number; closing: AbortSignal }): PartKeeper {
  let [from, kept, characters] = [cursor, 0, 0];
  let before = cursor;
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let first: Witness | undefined;
  let last: Witness | undefined;
  let storing: Promise<void> = Promise.resolve();
  return {
    get kept() { return kept; },
    get from() { return from; },
    idle: () => storing,
    async take(chunk, events) {
      if (!storage.capabilities.derived) return;
      pieces.push(events);
      for (const [index, { line, cursor: to }] of chunk.records.entries()) {
        characters += line.length + 1;
        if (!first || index === chunk.records.length - 1) last = { from: before, to, check: hashOfLine(line) };
        first ??= last;
        before = to;
      }
      before = chunk.next;
      if (characters < (count + kept === 0 ? FIRST_PART_CHARACTERS : PART_CHARACTERS) || chunk.upToDate || !first || !last) return; // where a log ends something may be cut off yet
      const head: PartHead = { from, to: chunk.next, first, last };
      const part = { number: count + kept, head, events: pieces, signal: closing };
      [from, kept, characters, pieces, first] = [chunk.next, kept + 1, 0, [], undefined];
      await storing;
      storing = keepPart(storage, sessionId, part);
    },
  };
}

/** Stores a part. What cannot be stored is made anew the next time. */
async function keepPart(storage: PartStorage, sessionId: string, { number, head, events, signal }: { number: number; head: PartHead; events: readonly Uint8Array<ArrayBuffer>[]; signal: AbortSignal }): Promise<void> {
  const name = nameOf(number);
  try {
    await storage.derived.put(sessionId, name, BRIEF_PART_VERSION, await packPart(head, events));
    // Whoever rewrote the log meanwhile has removed what was stored before: nothing of the old text may come back.
    if (!(await isPartOf(head, storage, sessionId, signal))) await storage.derived.put(sessionId, name, BRIEF_PART_VERSION, new Uint8Array());
  } catch {
    // Nobody waits for it.
  }
}

function nameOf(number: number): string {
  return `brief-${number}`;
}
