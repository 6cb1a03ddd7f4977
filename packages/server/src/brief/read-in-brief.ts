import { type Chunk, type Cursor, LOG_END, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { openSession } from '@playhead/replay-core';
import { hashOfLine } from '../append/line-hash.ts';
import type { LiveTails } from '../live/live-tails.ts';
import { createBriefEvents } from '../routes/brief-events.ts';
import { BRIEF_PART_VERSION, isPartOf, packPart, type PartHead, unpackPart, type Witness } from './brief-part.ts';

/** So much of a log is one part, in characters of its lines: little enough to be held as a whole, and enough to be packed well. */
const PART_CHARACTERS = 8 * 1024 * 1024;
/** The first part is small: until it is unpacked a viewer has nothing to show. */
const FIRST_PART_CHARACTERS = 1024 * 1024;

/** A chunk of a log, with the events that it is sent as. */
export interface BriefChunk extends Chunk {
  readonly events: Uint8Array<ArrayBuffer>;
}

/** What {@link readInBrief} works with. */
export interface ReadInBriefOptions {
  readonly storage: SessionStorage;
  readonly tails: LiveTails;
  /** Whether to go on with what is appended. */
  readonly follow: boolean;
  /** Makes a chunk of which nothing is left out into events. */
  readonly whole: (chunk: Chunk) => Uint8Array<ArrayBuffer>;
  /** Ends the reading. */
  readonly signal: AbortSignal;
  /** Ends what goes on behind everybody's back. */
  readonly closing: AbortSignal;
}

/**
 * Reads a long log in brief from its beginning. To leave texts out of a log costs reading all of it, so what was left of each 8 MiB is
 * kept with the session, and taken by whoever reads next; it goes with the log, when that is rewritten, dropped or deleted.
 */
export async function* readInBrief(session: Pick<SessionInfo, 'sessionId' | 'bytes'>, options: ReadInBriefOptions): AsyncGenerator<BriefChunk, void, undefined> {
  const { sessionId } = session;
  const { storage, tails, follow, whole, signal, closing } = options;
  let cursor: Cursor = '';
  let count = 0;
  for (;;) {
    const part = await keptPart(storage, sessionId, count, cursor, signal);
    if (!part) break;
    cursor = part.head.to;
    count += 1;
    yield { records: [], next: cursor, upToDate: false, damage: [], events: part.events };
  }
  const keeper = partKeeper(storage, sessionId, { cursor, count, closing });
  const encode = createBriefEvents(session, cursor, whole);
  for await (const chunk of storage.read(sessionId, { from: cursor, to: LOG_END, signal })) {
    cursor = chunk.next;
    const events = encode(chunk);
    await keeper.take(chunk, events);
    yield { ...chunk, events };
  }
  // The index, which whoever asks for a turn needs, is made when nobody waits for the log any more.
  if (keeper.kept > 0) void openSession(storage, sessionId, { signal: closing }).catch(() => undefined);
  if (!follow) return;
  for await (const chunk of tails.follow(sessionId, { from: cursor, signal, caughtUp: true })) yield { ...chunk, events: encode(chunk) };
}

/** The part of a number, if there is one, it begins at the cursor, and the log is still the one it was made of. */
async function keptPart(storage: SessionStorage, sessionId: string, number: number, cursor: Cursor, signal: AbortSignal): ReturnType<typeof unpackPart> {
  if (!storage.capabilities.derived) return undefined;
  // What cannot be read is not there: the log tells what is wrong, if anything is.
  const bytes = await storage.derived.get(sessionId, nameOf(number), BRIEF_PART_VERSION).catch(() => undefined);
  const part = bytes && (await unpackPart(bytes as Uint8Array<ArrayBuffer>)); // storages read into memory of their own
  return part?.head.from === cursor && (await isPartOf(part.head, storage, sessionId, signal).catch(() => false)) ? part : undefined;
}

interface PartKeeper {
  /** Takes the next chunk in; waits for the part before to be stored. */
  take(chunk: Chunk, events: Uint8Array<ArrayBuffer>): Promise<void>;
  /** How many parts were stored. */
  readonly kept: number;
}

function partKeeper(storage: SessionStorage, sessionId: string, { cursor, count, closing }: { cursor: Cursor; count: number; closing: AbortSignal }): PartKeeper {
  let [from, kept, characters] = [cursor, 0, 0];
  let before = cursor;
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let first: Witness | undefined;
  let last: Witness | undefined;
  let storing: Promise<void> = Promise.resolve();
  return {
    get kept() { return kept; },
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
async function keepPart(storage: SessionStorage, sessionId: string, { number, head, events, signal }: { number: number; head: PartHead; events: readonly Uint8Array<ArrayBuffer>[]; signal: AbortSignal }): Promise<void> {
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
