import { isPlayheadError, type SessionInfo, type SessionQuery, type SessionStorage } from '@playhead/protocol';
import { planPrune, shelterOf, type PruneCandidate, type PrunePlan } from './plan-prune.ts';
import { sessionRetentionOf } from './session-retention.ts';
import type { PrunedSession, PruneReport, RetentionPolicy, SessionRetention } from './types.ts';

/** What {@link pruneSessions} needs of a storage. */
export type PrunableStorage = Pick<SessionStorage, 'list' | 'survey' | 'get' | 'annotations' | 'delete' | 'sizes'> & { readonly capabilities: Pick<SessionStorage['capabilities'], 'annotations'> };

/** Options of {@link pruneSessions}. */
export interface PruneOptions {
  /** Look at these sessions alone; the limits of the policy hold among them. Default: all. */
  readonly query?: Omit<SessionQuery, 'limit' | 'cursor'>;
  /** Say what would be removed, and remove nothing. Default false. */
  readonly dryRun?: boolean;
  /** Who asks for it, for storages that write removals down. Default: not said. */
  readonly by?: string;
  /** Cancels it: what is being removed just then is removed to the end. */
  readonly signal?: AbortSignal;
  /** The clock: milliseconds since the Unix epoch. Default `Date.now`. */
  readonly now?: () => number;
  /** Asked once it is known what would be removed: nothing is unless this gives true. Default: it does. */
  readonly confirm?: (plan: PruneReport) => Promise<boolean> | boolean;
  /** Hears how many of how many sessions were removed. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Hears of each session that was removed. */
  readonly onRemoved?: (session: PrunedSession) => void;
  /** Whether a session waits to be sent to another storage: then it stays, and counts to none of those that go. Default: none does. */
  readonly isUnsent?: (sessionId: string) => Promise<boolean>;
  /** Called again and again: it goes on once this resolves. Default: it does not stop. */
  readonly pause?: () => Promise<unknown>;
}

const PAGE = 1000;
/** So many sessions are looked at at once, each by itself. */
const AT_ONCE = 16;
/** So many are removed at once, where one look tells what became of all of them. */
const MANY_AT_ONCE = 256;
/** So many sessions are planned for at a stretch, after which others have their turn. */
const STRETCH = 2000;

/**
 * Removes what a policy does not keep, from any storage. A session that is written to, that is pinned or that has a retention of its own
 * which is not over stays, whatever the policy says; each is looked at once more right before it is removed.
 *
 * @throws PlayheadError whatever listing reports; what fails of removing one session stands in the report.
 *
 * @example
 * ```ts
 * const { removed } = await pruneSessions(storage, { maxAgeDays: 90, maxBytes: 50e9 }, { dryRun: true });
 * ```
 */
export async function pruneSessions(storage: PrunableStorage, policy: RetentionPolicy, options: PruneOptions = {}): Promise<PruneReport> {
  const { dryRun = false, signal, now = Date.now, confirm = () => true, onProgress, onRemoved, by, pause, isUnsent } = options;
  const { candidates, removals: planned, sheltered: first } = await planOf(storage, policy, options);
  // Only of those that would go it is asked: to tell takes reading what is noted beside each.
  const removals = isUnsent ? await sentOnes(planned, isUnsent, options) : planned;
  const sheltered = { ...first, unsent: planned.length - removals.length };
  const removed: PrunedSession[] = [];
  const spared: string[] = [];
  const failed: PruneReport['failed'][number][] = [];
  const report = (gone: readonly PrunedSession[], isDry: boolean, cancelled: boolean): PruneReport => ({
    schemaVersion: 1, dryRun: isDry, policy, sessions: candidates.length, bytes: sumOf(candidates), removed: gone, removedBytes: sumOf(gone), sheltered, spared, failed, cancelled,
  });
  const plan = report(removals, true, false);
  if (dryRun || removals.length === 0) return dryRun ? plan : report([], false, false);
  if (!(await confirm(plan))) return report([], false, true);
  const known = new Map(candidates.map(({ session }) => [session.sessionId, session]));
  /** What fails of one session stands in the report, and the others go on. */
  const trying = async <Value>(sessionId: string, work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!isPlayheadError(error)) throw error;
      failed.push({ sessionId, code: error.code, message: error.message });
      return undefined;
    }
  };
  const isSame = async ({ sessionId }: PrunedSession, look: Look): Promise<boolean> => {
    const state = await trying(sessionId, async () => stateOf(known.get(sessionId), await look(sessionId), Math.trunc(now() * 1000)));
    if (state === 'changed') spared.push(sessionId);
    return state === 'same';
  };
  const removeOne = (wanted: PrunedSession): Promise<void> => trying(wanted.sessionId, async () => {
    await storage.delete(wanted.sessionId, { action: 'prune', rule: wanted.rule, ...(by !== undefined && { by }) });
    removed.push(wanted);
    onRemoved?.(wanted);
  });
  let done = 0;
  while (done < removals.length && signal?.aborted !== true) {
    const batch = removals.slice(done, done + (storage.survey ? MANY_AT_ONCE : AT_ONCE));
    // All are looked at, then all are removed: what a storage reads for one of them serves the others.
    const look = await lookNow(storage);
    const same = await Promise.all(batch.map((wanted) => isSame(wanted, look)));
    await Promise.all(batch.filter((_, index) => same[index]).map(removeOne));
    done += batch.length;
    onProgress?.(done, removals.length);
    await pause?.();
  }
  const gone = new Set(removed.map(({ sessionId }) => sessionId));
  return report(removals.filter(({ sessionId }) => gone.has(sessionId)), false, done < removals.length);
}

async function planOf(storage: PrunableStorage, policy: RetentionPolicy, { query = {}, signal, now = Date.now, pause }: PruneOptions): Promise<PrunePlan & { readonly candidates: readonly PruneCandidate[] }> {
  const sessions: SessionInfo[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; await pause?.()) {
    const page = await storage.list({ ...query, limit: PAGE, ...(cursor !== '' && { cursor }) });
    sessions.push(...page.sessions);
    cursor = page.next;
  }
  const look = await lookNow(storage);
  const retentions: SessionRetention[] = [];
  for (let start = 0; start < sessions.length; start += AT_ONCE) {
    retentions.push(...await Promise.all(sessions.slice(start, start + AT_ONCE).map(async (session) => (await look(session.sessionId, session)).retention)));
    if (start % STRETCH < AT_ONCE) await (pause?.() ?? new Promise((resolve) => setTimeout(resolve)));
  }
  const sizes = await storage.sizes?.(signal ? { signal } : {});
  const candidates = sessions.map((session, index): PruneCandidate => ({ session, retention: retentions[index] ?? {}, bytes: sizes?.get(session.sessionId) ?? session.bytes ?? 0 }));
  return { candidates, ...planPrune(candidates, policy, Math.trunc(now() * 1000)) };
}

/** What is known of a session now. */
interface Looked {
  readonly session: Pick<SessionInfo, 'status' | 'events' | 'updatedAt'> & { readonly dropped?: unknown } | undefined;
  readonly retention: SessionRetention;
}

/** @param known - The session, where it is known as it is now. */
type Look = (sessionId: string, known?: SessionInfo) => Promise<Looked>;

/** What cannot be read may say that the session is to be kept. */
const UNREADABLE: SessionRetention = { pinned: { author: 'playhead', at: 0, reason: 'What was noted of it cannot be read.' } };

/** Looks at all sessions at once, where the storage can, else at each as it is asked for. */
async function lookNow(storage: PrunableStorage): Promise<Look> {
  const survey = await storage.survey?.();
  if (!survey) {
    return async (sessionId, known) => {
      const session = known ?? await storage.get(sessionId);
      return { session, retention: session ? await retentionIn(storage, session) : {} };
    };
  }
  const said = storage.capabilities.annotations ? await survey.annotations() : new Map<string, undefined>();
  return async (sessionId) => {
    const own = said.get(sessionId);
    return { session: survey.session(sessionId), retention: own ? sessionRetentionOf(own) : said.has(sessionId) ? UNREADABLE : {} };
  };
}

async function retentionIn(storage: PrunableStorage, { sessionId, dropped }: SessionInfo): Promise<SessionRetention> {
  if (!storage.capabilities.annotations || dropped) return {};
  try {
    return sessionRetentionOf(await storage.annotations(sessionId));
  } catch (error) {
    if (!isPlayheadError(error)) throw error;
    return UNREADABLE;
  }
}

/** Those that are not the only ones of their kind. What cannot be told may be. */
async function sentOnes(planned: readonly PrunedSession[], isUnsent: (sessionId: string) => Promise<boolean>, { pause }: PruneOptions): Promise<readonly PrunedSession[]> {
  const sent: PrunedSession[] = [];
  for (let start = 0; start < planned.length; start += AT_ONCE, await pause?.()) {
    const batch = planned.slice(start, start + AT_ONCE);
    const waits = await Promise.all(batch.map(({ sessionId }) => isUnsent(sessionId).catch(() => true)));
    sent.push(...batch.filter((_, index) => waits[index] === false));
  }
  return sent;
}

/** What became of a session since it was planned to remove it. */
function stateOf(before: SessionInfo | undefined, { session, retention }: Looked, now: number): 'same' | 'changed' | 'gone' {
  if (!session || !before) return 'gone';
  const isSame = session.events === before.events && session.updatedAt === before.updatedAt;
  return isSame && shelterOf({ session, retention }, now) === undefined ? 'same' : 'changed';
}

function sumOf(sessions: readonly { readonly bytes: number }[]): number {
  return sessions.reduce((sum, { bytes }) => sum + bytes, 0);
}
