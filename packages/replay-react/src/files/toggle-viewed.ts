import type { FileChange, ReplayStore } from '@playhead/replay-core';
import type { ReplayView, ReplayViewActions } from '../view/replay-view.ts';
import { changeLogOf, changesAt, fileChangesAt } from './change-log.ts';
import { viewedKeys } from './viewed-key.ts';

/**
 * Whether a file counts as viewed at a point: ticked off with its changes until then, or with more of them.
 *
 * @param keys - Its {@link viewedKeys}.
 * @param count - How many of its changes there are at that point.
 */
export function isViewed(keys: readonly string[], count: number, viewed: ReadonlySet<string>): boolean {
  return viewed.size > 0 && keys.slice(Math.max(0, count - 1)).some((key) => viewed.has(key));
}

/** Ticks a file off with its changes until a point, or takes the tick back. */
export function tick(keys: readonly string[], count: number, wanted: boolean, actions: Pick<ReplayViewActions, 'setViewed'>): void {
  const from = Math.max(0, count - 1);
  if (wanted) actions.setViewed(keys[from] ?? '', true);
  else for (const key of keys.slice(from)) actions.setViewed(key, false);
}

/**
 * Ticks off the file that was changed last at the playhead, or takes the tick back.
 *
 * @returns Whether there was such a file.
 */
export function toggleViewedOfCurrentFile(store: Pick<ReplayStore, 'getState'>, view: Pick<ReplayView, 'viewed'>, actions: Pick<ReplayViewActions, 'setViewed'>): boolean {
  const state = store.getState();
  const log = changeLogOf(state.model.files);
  const count = changesAt(log, state);
  const current: FileChange | undefined = log.changes[count - 1];
  const logged = current && log.byPath.get(current.path);
  if (!logged) return false;
  const keys = viewedKeys(logged.file.changes);
  const own = fileChangesAt(logged, count);
  tick(keys, own, !isViewed(keys, own, view.viewed), actions);
  return true;
}
