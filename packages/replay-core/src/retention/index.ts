// A name added here is a promise.

// Removing what is not to be kept
export { pruneSessions } from './prune-sessions.ts';
export type { PrunableStorage, PruneOptions } from './prune-sessions.ts';
export { planPrune } from './plan-prune.ts';
export type { PruneCandidate, PrunePlan } from './plan-prune.ts';
export type { PrunedSession, PruneReport, PruneRule, PruneShelter } from './types.ts';

// How much is kept
export { hasLimit, parseRetentionPolicy } from './retention-policy.ts';
export type { RetentionPolicy } from './types.ts';

// How long one session is kept
export { ownEnd, pinSession, retainSession, sessionRetentionOf } from './session-retention.ts';
export type { SessionRetention } from './types.ts';
