import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import type { RecordGuard } from '@playhead/recorder';
import { createAnnotator, withReview } from '@playhead/replay-core';
import { safeAnnotation } from './routes/annotations.ts';

/** The longest tag, in characters. */
const LONGEST = 100;
/** How many are changed at once. */
const MOST = 100;

/** What becomes of the tags of a session. */
export interface TagChanges {
  /** Tags that it gets. Default none. */
  readonly add?: readonly string[];
  /** Tags that are taken away; one that was recorded stays. Default none. */
  readonly remove?: readonly string[];
  /** Who says so. */
  readonly author: string;
}

/**
 * Gives a session tags, or takes them away, as annotations: the log stays as it is.
 *
 * @param guard - How the session is to be redacted: what `createSessionRecording` gives.
 * @throws PlayheadError `usage` for what is no tag, before anything is changed; whatever the storage reports.
 *
 * @example
 * ```ts
 * await changeTags(storage, sessionId, { add: ['nightly'], author: 'ada' }, guard);
 * ```
 */
export async function changeTags(storage: Pick<SessionStorage, 'annotate'>, sessionId: string, { add = [], remove = [], author }: TagChanges, guard: RecordGuard): Promise<void> {
  const changes = [...add.map((tag) => ({ tag: tag.trim(), set: true })), ...remove.map((tag) => ({ tag: tag.trim(), set: false }))];
  if (changes.length > MOST || changes.some(({ tag }) => tag === '' || tag.length > LONGEST || tag.includes(','))) throw new PlayheadError('usage', `A tag is a text of up to ${LONGEST} characters without commas, and up to ${MOST} are changed at once, so nothing was changed. Correct them.`);
  const annotate = createAnnotator();
  for (const data of changes) await storage.annotate(sessionId, safeAnnotation(annotate(author, { type: 'tag', data }), guard));
}

/**
 * The tags of a session: those of its recording and those of reviewers.
 *
 * @throws PlayheadError `session_not_found`.
 *
 * @example
 * ```ts
 * const tags = await readTags(storage, sessionId);
 * ```
 */
export async function readTags(storage: SessionStorage, sessionId: string): Promise<readonly string[]> {
  const session = await storage.get(sessionId);
  if (!session) throw new PlayheadError('session_not_found', 'There is no session of this id.');
  const { tags }: { readonly tags?: unknown } = withReview(session, storage.capabilities.annotations ? await storage.annotations(sessionId) : []);
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []; // a recorded header may hold anything
}
