import { decodeRecord, emptySessionText, foldSessionInfo, foldSessionText, presentSession, sessionOriginsOf, withSessionOrigins, type SessionInfo, type SessionText } from '@playhead/protocol';
import { infoOfHeader, shownInfo } from '../common/session-info.ts';
import { checkTombstone, infoOfTombstone } from '../common/tombstone.ts';
import type { LogRow, Reading, Store, SummaryRow } from './schema.ts';

/** What a log adds up to. */
export interface Summary {
  readonly revision: number;
  readonly segments: number;
  readonly info: SessionInfo;
  readonly text: SessionText;
}

/** The stores that a summary is made of. */
export const SUMMARY_STORES: readonly Store[] = ['logs', 'headers', 'segments', 'summaries'];
/** How many segments may be folded again by the next page, before what they add up to is worth storing. */
const MOST_UNKEPT = 32;
/** What a stored info holds. 3: how many iterations and terminals there were. */
const FOLD = 3;
/** Segments that are held in memory at a time. */
const STEP = 8;

/** Works out what logs add up to; of logs that grew only what is new. */
export interface Summaries {
  of(tx: Reading, log: LogRow): Promise<Summary>;
  /** Those that are worth storing, each once. */
  takeUnkept(): readonly SummaryRow[];
  forget(sessionId: string): void;
}

/** Remembers what it worked out. */
export function createSummaries(): Summaries {
  const known = new Map<string, Summary>();
  const kept = new Map<string, number>();
  const unkept = new Map<string, SummaryRow>();
  const stored = async (tx: Reading, { sessionId, revision }: LogRow): Promise<Summary | undefined> => {
    const row = await tx.objectStore('summaries').get(sessionId);
    if (row?.revision !== revision || row.fold !== FOLD) return undefined;
    kept.set(sessionId, row.segments);
    return { ...row, info: withSessionOrigins(row.info, row.origins) };
  };
  const first = async (tx: Reading, { sessionId, revision }: LogRow): Promise<Summary> => {
    const row = await tx.objectStore('headers').get(sessionId);
    return { revision, segments: 0, info: infoOfHeader(sessionId, row?.header ?? {}), text: emptySessionText() };
  };
  return {
    async of(tx, log) {
      const { sessionId } = log;
      if (log.tombstone !== undefined) return { revision: log.revision, segments: 0, info: infoOfTombstone(sessionId, checkTombstone(log.tombstone)), text: emptySessionText() };
      const before = known.get(sessionId);
      let summary = before?.revision === log.revision && before.segments <= log.segments ? before : ((await stored(tx, log)) ?? (await first(tx, log)));
      while (summary.segments < log.segments) summary = await foldOn(tx, log, summary);
      known.set(sessionId, summary);
      if (summary.segments - (kept.get(sessionId) ?? 0) >= MOST_UNKEPT) unkept.set(sessionId, { sessionId, ...summary, fold: FOLD, origins: sessionOriginsOf(summary.info) });
      return summary;
    },
    takeUnkept() {
      const rows = [...unkept.values()];
      unkept.clear();
      for (const { sessionId, segments } of rows) kept.set(sessionId, segments);
      return rows;
    },
    forget(sessionId) {
      for (const values of [known, kept, unkept]) values.delete(sessionId);
    },
  };
}

async function foldOn(tx: Reading, { sessionId, segments }: LogRow, summary: Summary): Promise<Summary> {
  const until = Math.min(segments, summary.segments + STEP);
  const rows = await tx.objectStore('segments').getAll(IDBKeyRange.bound([sessionId, summary.segments], [sessionId, until], false, true));
  let { info, text } = summary;
  for (const line of rows.flatMap((row) => row.text.split('\n'))) {
    const record = decodeRecord(line);
    if (!record) continue; // readers are told
    info = foldSessionInfo(info, record);
    text = foldSessionText(text, record);
  }
  return { revision: summary.revision, segments: until, info, text };
}

/** A session as it is shown. */
export function shownSession({ info }: Summary, { createdAt, bytes, changedAt, heartbeatAt }: LogRow, now: number): SessionInfo {
  return presentSession(structuredClone({ ...shownInfo(info, createdAt), bytes }), { now, changedAt, heartbeatAt });
}
