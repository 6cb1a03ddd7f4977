import type { FileChange, ReplayState, TouchedFile } from '@playhead/replay-core';

/** The changes of one file, and the place of each among all changes. */
export interface LoggedFile {
  readonly file: TouchedFile;
  /** Ascending, one per change. */
  readonly positions: readonly number[];
}

/** All changes of files, so that "what was changed by then" is a lookup. */
export interface ChangeLog {
  /** In the order of time. */
  readonly changes: readonly FileChange[];
  /** By path, in the order of the first touch. */
  readonly byPath: ReadonlyMap<string, LoggedFile>;
  /** The place of the last change of a step. */
  readonly lastOfStep: ReadonlyMap<string, number>;
}

/** Orders the changes of all files once. Linear in the changes; keep the result as long as `files` is the same. */
export function changeLogOf(files: readonly TouchedFile[]): ChangeLog {
  const changes = files.flatMap((file) => file.changes).sort((a, b) => a.at - b.at);
  const positions = new Map<string, number[]>();
  const lastOfStep = new Map<string, number>();
  changes.forEach((change, position) => {
    const list = positions.get(change.path);
    if (list) list.push(position);
    else positions.set(change.path, [position]);
    if (change.stepId !== undefined) lastOfStep.set(change.stepId, position);
  });
  const byPath = new Map(files.filter((file) => file.changes.length > 0).map((file) => [file.path, { file, positions: positions.get(file.path) ?? [] }] as const));
  return { changes, byPath, lastOfStep };
}

/** How many changes count at the playhead: those until then, and all of the step that the playhead is in. */
export function changesAt(log: ChangeLog, { model, currentIndex }: Pick<ReplayState, 'model' | 'currentIndex'>): number {
  const event = model.events[currentIndex];
  if (!event) return 0;
  const until = countWhere(log.changes, (change) => change.at <= event.record.at);
  const own = event.stepId === undefined ? undefined : log.lastOfStep.get(event.stepId);
  return Math.max(until, own === undefined ? 0 : own + 1);
}

/** How many of a file's changes are among the first `count` changes. */
export function fileChangesAt({ positions }: LoggedFile, count: number): number {
  return countWhere(positions, (position) => position < count);
}

/** How many items at the beginning of a sorted list hold: a binary search. */
export function countWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
