import type { FileHistory, ReplayState } from '@playhead/replay-core';

/** The point of a file's history at the playhead: the last one until then, and all of the step that the playhead is in. */
export function pointAtPlayhead(history: FileHistory, { model, currentIndex }: Pick<ReplayState, 'model' | 'currentIndex'>): number {
  const event = model.events[currentIndex];
  if (!event) return -1;
  const own = event.stepId === undefined ? -1 : history.points.findLastIndex(({ stepId }) => stepId === event.stepId);
  return Math.max(own, history.pointAt(event.record.at));
}

/** The event that shows a point of a file's history: its own, or the one before the first. `undefined` when there is none. */
export function eventOfPoint(history: FileHistory, point: number, { model }: Pick<ReplayState, 'model'>): string | undefined {
  if (point >= 0) return history.points[point]?.eventId;
  const [first] = history.points;
  if (!first) return undefined;
  const at = model.events.findIndex(({ id, stepId }) => id === first.eventId || (stepId !== undefined && stepId === first.stepId));
  return model.events.slice(0, Math.max(0, at)).findLast(({ record }) => record.at < first.at)?.id;
}

/** The file that was changed last at the playhead, else the first that is changed. */
export function fileAtPlayhead({ model, currentIndex }: Pick<ReplayState, 'model' | 'currentIndex'>): string | undefined {
  const time = model.events[currentIndex]?.record.at ?? 0;
  let found: { readonly path: string; readonly at: number } | undefined;
  for (const { path, changes } of model.files) {
    const last = changes.findLast(({ at }) => at <= time);
    if (last && (!found || last.at >= found.at)) found = { path, at: last.at };
  }
  return found?.path ?? model.files.find(({ changes }) => changes.length > 0)?.path;
}
