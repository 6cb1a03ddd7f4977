import { type Chunk, type Cursor, LOG_END, type SessionInfo } from '@playhead/protocol';
import { BRIEF_FROM_BYTES } from '@playhead/replay-core';
import { createBriefEvents } from '../routes/brief-events.ts';
import { encodeEvents } from '../routes/event-stream.ts';
import { keptPart, partKeeper, type PartStorage } from './kept-parts.ts';

/** Parts of a log that were looked at and are of it. */
export interface SeenParts {
  readonly count: number;
  /** Where the last of them begins and ends. */
  readonly from: Cursor;
  readonly to: Cursor;
}

/** Options of {@link buildBriefParts}. */
export interface BuildBriefPartsOptions {
  readonly signal: AbortSignal;
  /** What the build before gave: those parts are not looked at again as long as the last of them is of this log. Default: all are looked at. */
  readonly known?: SeenParts;
  /**
   * Called every few milliseconds of work: it goes on once this resolves, and says whether somebody read logs meanwhile, who may have made
   * what comes next. Default: it does not stop.
   */
  readonly pause?: () => Promise<boolean>;
}

/** So many records are made brief at a time. */
const SLICE_RECORDS = 64;

const NONE: SeenParts = { count: 0, from: '', to: '' };

/**
 * Keeps a long log in brief before anybody asks for it, so that whoever opens it first waits no longer than whoever opens it next. Goes on
 * behind the parts that are there; whoever ends it half-way leaves those that are whole. Holds one part at a time. Of a log that is not read in
 * brief there are none.
 *
 * @returns The parts that were there before.
 * @throws PlayheadError whatever the storage reports; `aborted`.
 */
export async function buildBriefParts(storage: PartStorage, session: Pick<SessionInfo, 'sessionId' | 'bytes'>, options: BuildBriefPartsOptions): Promise<SeenParts> {
  const { sessionId, bytes = 0 } = session;
  const { signal, known = NONE, pause } = options;
  if (bytes < BRIEF_FROM_BYTES || !storage.capabilities.derived) return NONE;
  const last = known.count > 0 ? await keptPart(storage, sessionId, known.count - 1, known.from, signal) : undefined;
  let seen = last?.head.to === known.to ? known : NONE;
  do {
    for (;;) {
      const part = await keptPart(storage, sessionId, seen.count, seen.to, signal);
      if (!part) break;
      seen = { count: seen.count + 1, from: seen.to, to: part.head.to };
      await pause?.();
    }
  } while (!(await makeParts(storage, session, seen, options)));
  return seen;
}

/** A chunk in pieces of a few milliseconds of work: who asks for a page meanwhile waits for no more than one. */
function* slicesOf(chunk: Chunk): Generator<Chunk, void, undefined> {
  let from = 0;
  for (let to = SLICE_RECORDS; to < chunk.records.length; from = to, to += SLICE_RECORDS) {
    const records = chunk.records.slice(from, to);
    yield { records, damage: [], next: records.at(-1)?.cursor ?? chunk.next, upToDate: false };
  }
  yield { ...chunk, records: chunk.records.slice(from) };
}

/** @returns Whether it came to the end of the log; false where the next part is there by now. */
async function makeParts(storage: PartStorage, session: Pick<SessionInfo, 'sessionId' | 'bytes'>, { count, to: cursor }: SeenParts, { signal, pause }: BuildBriefPartsOptions): Promise<boolean> {
  const { sessionId } = session;
  const keeper = partKeeper(storage, sessionId, { cursor, count, closing: signal });
  const encode = createBriefEvents(session, cursor, encodeEvents);
  let overtaken = false;
  for await (const chunk of storage.read(sessionId, { from: cursor, to: LOG_END, signal })) {
    let waited = false;
    for (const slice of slicesOf(chunk)) {
      await keeper.take(slice, encode(slice));
      waited = ((await pause?.()) ?? false) || waited;
    }
    overtaken = waited && (await keptPart(storage, sessionId, count + keeper.kept, keeper.from, signal)) !== undefined;
    if (overtaken) break;
  }
  await keeper.idle();
  return !overtaken;
}
