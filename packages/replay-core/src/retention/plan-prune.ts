import type { SessionInfo } from '@playhead/protocol';
import { ownEnd } from './session-retention.ts';
import type { PrunedSession, PruneRule, PruneShelter, RetentionPolicy, SessionRetention } from './types.ts';

const DAY_US = 86_400_000_000;

/** A session with what decides whether it stays. */
export interface PruneCandidate {
  readonly session: SessionInfo;
  /** What it takes. */
  readonly bytes: number;
  readonly retention: SessionRetention;
}

/** What is to be removed, and why the rest of it is not. */
export interface PrunePlan {
  /** The oldest first. */
  readonly removals: readonly PrunedSession[];
  readonly sheltered: Readonly<Record<PruneShelter, number>>;
}

/**
 * Says which sessions a policy removes. First those whose own retention is over; of the others, whose last record is older than
 * `maxAgeDays`; of the rest all but the newest `maxCount`; then the oldest, until what is left takes `maxBytes` at most. How old a session
 * is, its last record says. Pure.
 *
 * @param now - Microseconds since the Unix epoch.
 *
 * @example
 * ```ts
 * const candidates = (await storage.list()).sessions.map((session) => ({ session, bytes: session.bytes ?? 0, retention: {} }));
 * const { removals } = planPrune(candidates, { maxAgeDays: 90 }, Date.now() * 1000);
 * ```
 */
export function planPrune(candidates: readonly PruneCandidate[], policy: RetentionPolicy, now: number): PrunePlan {
  const { maxCount = Infinity, maxAgeDays = Infinity, maxBytes = Infinity } = policy;
  const sheltered: Record<PruneShelter, number> = { running: 0, pinned: 0, kept: 0, private: 0, unsent: 0 };
  const rules = new Map<PruneCandidate, PruneRule>();
  const free: PruneCandidate[] = [];
  for (const candidate of [...candidates].sort(olderFirst)) {
    const shelter = shelterOf(candidate, now);
    if (shelter) {
      sheltered[shelter] += 1;
      continue;
    }
    free.push(candidate);
    const { session: { updatedAt }, retention } = candidate;
    if (ownEnd(retention, updatedAt) !== undefined) rules.set(candidate, 'own');
    else if (now - updatedAt > maxAgeDays * DAY_US) rules.set(candidate, 'age');
  }
  const left = free.filter((candidate) => !rules.has(candidate));
  for (const candidate of left.slice(0, Math.max(0, left.length - maxCount))) rules.set(candidate, 'count');
  let bytes = candidates.reduce((sum, candidate) => sum + (rules.has(candidate) ? 0 : candidate.bytes), 0);
  for (const candidate of free) {
    if (bytes <= maxBytes) break;
    if (rules.has(candidate)) continue;
    rules.set(candidate, 'size');
    bytes -= candidate.bytes;
  }
  return {
    removals: free.flatMap((candidate) => {
      const rule = rules.get(candidate);
      const { session: { sessionId, name, project, updatedAt } } = candidate;
      return rule ? [{ sessionId, name, ...(project !== undefined && { project }), updatedAt, bytes: candidate.bytes, rule }] : [];
    }),
    sheltered,
  };
}

/** Why no rule may remove a session now; undefined where one may. */
export function shelterOf({ session, retention }: { readonly session: Pick<SessionInfo, 'status' | 'updatedAt'> & { readonly dropped?: unknown }; readonly retention: SessionRetention }, now: number): PruneShelter | undefined {
  // What is left of a private session holds nothing, and keeps its agent and its transcript from being recorded again.
  if (session.dropped !== undefined) return 'private';
  if (session.status === 'recording' || session.status === 'processing') return 'running';
  if (retention.pinned) return 'pinned';
  return (ownEnd(retention, session.updatedAt) ?? 0) > now ? 'kept' : undefined;
}

function olderFirst(one: PruneCandidate, other: PruneCandidate): number {
  return one.session.updatedAt - other.session.updatedAt || (one.session.sessionId < other.session.sessionId ? -1 : 1);
}
