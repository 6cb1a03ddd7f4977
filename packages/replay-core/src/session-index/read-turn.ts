import { PlayheadError, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { describeRecord } from '../model/describe.ts';
import { isOver } from '../model/outcome.ts';
import { Projector } from '../model/projector.ts';
import { opensTurn } from '../model/turns.ts';
import type { SessionModel } from '../model/types.ts';
import { createCallJoiner } from '../witnesses/call-joiner.ts';
import { boundedId } from './bounded-text.ts';
import { ownedBy } from './chunk-list.ts';
import type { IndexOfState } from './create-session-index.ts';
import type { Layout } from './layout.ts';
import type { Order } from './order.ts';

/** The log is not the one that the index was made of. Internal: the index is made anew. */
export class StaleIndex extends PlayheadError {
  constructor() {
    super('storage_unavailable', 'The log of this session was changed while it was read. Read it again.');
  }
}

/**
 * Reads one turn: its part of the log, as the index knows it, and nothing else. The model holds this turn alone, and `session` as the whole
 * log tells it.
 *
 * @throws StaleIndex when the log is another one by now.
 */
export async function readTurn(storage: SessionStorage, index: IndexOfState, turnId: string, signal?: AbortSignal): Promise<SessionModel> {
  const { layout, session, sessionId, witnesses } = index;
  const projector = new Projector(sessionId, { over: isOver(session), turnOfStep: (stepId) => layout.turnOfStep(boundedId(stepId)) });
  projector.join((log, placement) => createCallJoiner(log, placement, witnesses));
  for (const [first, last] of stretches(index.chunksOf(turnId))) {
    await readStretch(storage, index, [first, last], (records) => {
      const own = records.filter((record) => belongsTo(turnId, record, layout));
      if (own.length > 0) projector.add(own, []);
    }, signal);
  }
  const { model } = projector;
  return { ...model, session, turns: model.turns.filter(({ id }) => boundedId(id) === turnId) };
}

/** Chunks that follow each other are read in one go. */
function* stretches(places: readonly number[]): Generator<[first: number, last: number], void, undefined> {
  let stretch: [number, number] | undefined;
  for (const place of places) {
    if (stretch && place === stretch[1] + 1) stretch[1] = place;
    else {
      if (stretch) yield stretch;
      stretch = [place, place];
    }
  }
  if (stretch) yield stretch;
}

async function readStretch(
  storage: SessionStorage, { sessionId, chunks }: IndexOfState, [first, last]: readonly [number, number], take: (records: readonly SessionRecord[]) => void, signal: AbortSignal | undefined,
): Promise<void> {
  let place = first;
  let left = chunks.slice(first, last + 1).reduce((sum, { records }) => sum + records, 0);
  for await (const { records } of storage.read(sessionId, { from: chunks[first]?.from ?? '', to: chunks[last]?.to ?? '', ...(signal && { signal }) })) {
    const own = records.filter(({ cursor, record }) => {
      while (place < last && cursor > (chunks[place]?.to ?? '')) place += 1;
      const chunk = chunks[place];
      return chunk !== undefined && ownedBy(chunk, record); // others are copies of what stands elsewhere
    });
    left -= own.length;
    take(own.map(({ record }) => record));
  }
  if (left !== 0) throw new StaleIndex();
}

function belongsTo(turnId: string, record: SessionRecord, layout: Layout): boolean {
  const order: Order = { at: record.at, p: boundedId(record.p), e: record.e, n: record.n };
  const named = record.turn === undefined ? undefined : boundedId(record.turn);
  if (opensTurn({ record })) return (named ?? boundedId(record.id)) === turnId;
  const stepId = record.call ?? (describeRecord(record).step ? record.id : undefined);
  const ofStep = stepId === undefined ? undefined : layout.turnOfStep(boundedId(stepId));
  if (ofStep === turnId) return true;
  return (named ?? ofStep ?? layout.turnAt(order)) === turnId;
}
