import type { DiffHunk, SessionStorage } from '@playhead/protocol';
import { loadModel, type SessionDiff, storageTexts, toSessionDiff } from '@playhead/replay-core';
import { structuredPatch } from 'diff';
import { filesOfPatch, plainHunk } from './patch-files.ts';

/** Comparing is given up after so many milliseconds, and the changes are shown one after another. */
const MOST_MS = 2000;
const CONTEXT_LINES = 3;

/**
 * Reads what a recording made of files, from the first that is known of each to the last. Of one that tells of no edit but has rounds of actor and
 * critic it is the diff of the last round that has one.
 *
 * @param storage - Where the recording lives.
 * @param sessionId - Which one.
 * @param paths - Only files at or below these. Default all.
 * @throws PlayheadError `session_not_found`.
 *
 * @example
 * ```ts
 * const { files, added, removed } = await readDiff(storage, sessionId);
 * ```
 */
export async function readDiff(storage: SessionStorage, sessionId: string, paths: readonly string[] = []): Promise<SessionDiff> {
  return toSessionDiff(await loadModel(storage, sessionId), { text: storageTexts(storage, sessionId), compare, patch: filesOfPatch, paths });
}

function compare(before: string, after: string): readonly DiffHunk[] | undefined {
  return structuredPatch('', '', before, after, '', '', { context: CONTEXT_LINES, timeout: MOST_MS })?.hunks.map(plainHunk);
}
