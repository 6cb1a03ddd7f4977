import { type Cursor, LOG_END, type SessionInfo } from '@playhead/protocol';
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
  /** Called every few milliseconds of work: it goes on once this resolves. Default: it does not stop. */
  readonly pause?: () => Promise<void>;
}

const NONE: SeenParts = { count: 0, from: '', to: '' };

/**
 * Keeps a long log in brief before anybody asks for it, so that whoever opens it first waits no longer than whoever opens it next. Goes on
 * behind the parts that are there; whoever ends it half-way leaves those that are whole. Holds one part at a time. Of a log that is not read in
 * brief there are none.
 *
 * @returns The parts that were there before.
 * @throws PlayheadError whatever the storage reports; `aborted`.
 */
export async function buildBriefParts(storage: PartStorage, session: Pick<SessionInfo, 'sessionId' | 'bytes'>, { signal, known = NONE, pause }: BuildBriefPartsOptions): Promise<SeenParts> {
  const { sessionId, bytes = 0 } = session;
  if (bytes < BRIEF_FROM_BYTES || !storage.capabilities.derived) return NONE;
  const last = known.count > 0 ? await keptPart(storage, sessionId, known.count - 1, known.from, signal) : undefined;
  let seen = last?.head.to === known.to ? known : NONE;
  for (;;) {
    const part = await keptPart(storage, sessionId, seen.count, seen.to, signal);
    if (!part) break;
    seen = { count: seen.count + 1, from: seen.to, to: part.head.to };
    await pause?.();
  }
  const keeper = partKeeper(storage, sessionId, { cursor: seen.to, count: seen.count, closing: signal });
  const encode = createBriefEvents(session, seen.to, encodeEvents);
  for await (const chunk of storage.read(sessionId, { from: seen.to, to: LOG_END, signal })) {
    await keeper.take(chunk, encode(chunk));
    await pause?.();
  }
  await keeper.idle();
  return seen;
}
