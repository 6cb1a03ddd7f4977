import { PlayheadError, type SessionInfo } from '@playhead/protocol';
import { countedSessions, type CountedSession, type CountedStorage } from '../review/counted-sessions.ts';
import type { ReviewedQuery } from '../review/reviewed-sessions.ts';
import { METRICS_NAME } from './kept-metrics.ts';
import { openPacked, passToEntries, type MetricsHead } from './packed-metrics.ts';
import type { PackedReader } from './packed-numbers.ts';
import { METRICS_VERSION } from './types.ts';

/** So many sessions are added up at a stretch, after which others have their turn. */
const AT_ONCE = 2000;

/** What figures are read from. */
export type FiguresSource = CountedStorage;

/** Which sessions: as in lists, all conditions must hold. */
export type FiguresQuery = Omit<ReviewedQuery, 'limit' | 'cursor'>;

/** How figures are gathered. */
export interface GatherOptions {
  readonly signal?: AbortSignal;
  /** Hears of sessions that were not measured since they changed. Default: nobody. */
  readonly onOutdated?: (session: Pick<SessionInfo, 'sessionId'>) => void;
}

/** A session with what is kept of it. */
export interface SessionFigures {
  readonly session: CountedSession;
  /** Absent where it was not measured, or holds too much. */
  readonly metrics?: MetricsHead;
  /** What it used, as it is kept: stands before the entries. */
  readonly uses?: PackedReader;
  /** `outdated`: as it was earlier; `missing`: not measured yet; `large`: holds too much to be measured. */
  readonly state: 'known' | 'outdated' | 'missing' | 'large';
}

/** Of how many sessions figures speak. */
export interface FiguresCover {
  /** Sessions that fit, without those whose content was removed. */
  readonly sessions: number;
  /** How many of them are measured. */
  readonly measured: number;
  /** How many of the measured ones changed since. */
  readonly outdated: number;
  /** How many will be measured. */
  readonly missing: number;
  /** How many hold too much to be measured. */
  readonly large: number;
}

/**
 * Reads what is kept of sessions, some at a time; no log is read. Internal.
 *
 * @throws PlayheadError `aborted`, and whatever the storage reports.
 */
export async function* sessionFigures(storage: FiguresSource, query: FiguresQuery, { signal, onOutdated }: GatherOptions): AsyncGenerator<readonly SessionFigures[]> {
  for await (const counted of countedSessions(storage, query, { markers: false })) {
    const sessions = counted.filter(({ dropped }) => !dropped);
    const kept = await keptOf(storage, sessions.map(({ sessionId }) => sessionId));
    for (let start = 0; start < sessions.length; start += AT_ONCE) {
      if (start > 0) await new Promise((resolve) => setTimeout(resolve));
      if (signal?.aborted) throw new PlayheadError('aborted', 'Gathering figures of sessions was cancelled.');
      const figures = sessions.slice(start, start + AT_ONCE).map((session) => figuresOf(session, kept.get(session.sessionId)));
      for (const { state, session } of figures) if (state === 'missing' || state === 'outdated') onOutdated?.(session);
      yield figures;
    }
  }
}

function figuresOf(session: CountedSession, value: Uint8Array | undefined): SessionFigures {
  const packed = openPacked(value);
  if (!packed) return { session, state: 'missing' };
  const { events, bytes, head, rest } = packed;
  const isSame = events === session.events && (bytes === undefined || session.bytes === 0 || bytes === session.bytes);
  if (!head) return { session, state: isSame ? 'large' : 'missing' };
  passToEntries(rest);
  return { session, metrics: head, uses: rest, state: isSame ? 'known' : 'outdated' };
}

/** How a session ended: as the list says, else as what is kept of it says. */
export function outcomeOfFigures({ session, metrics }: Pick<SessionFigures, 'session' | 'metrics'>): SessionInfo['outcome'] {
  return session.outcome ?? (session.status === 'completed' || session.status === 'failed' ? metrics?.outcome : undefined);
}

/** Counts of how many sessions figures speak. */
export function createCover(): { add(figures: SessionFigures): void; value(): FiguresCover } {
  const counts = { known: 0, outdated: 0, missing: 0, large: 0 };
  return {
    add: ({ state }) => void (counts[state] += 1),
    value: () => ({ sessions: counts.known + counts.outdated + counts.missing + counts.large, measured: counts.known + counts.outdated, outdated: counts.outdated, missing: counts.missing, large: counts.large }),
  };
}

/** @returns What is kept of each. What cannot be read is not there: it can be made again. */
async function keptOf({ capabilities, derived }: FiguresSource, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | undefined>> {
  if (!capabilities.derived || !derived) return new Map();
  if (derived.getMany) return derived.getMany(ids, METRICS_NAME, METRICS_VERSION);
  return new Map(await Promise.all(ids.map(async (id) => [id, await derived.get(id, METRICS_NAME, METRICS_VERSION).catch(() => undefined)] as const)));
}
