import type { ReplayLocation, ReplayState, ReplayStore } from '@playhead/replay-core';
import { inspectorTabs, type InspectorTab } from '../view/replay-view.ts';

/** Where someone is. The tab is named when it is not the one that opens by itself. */
export function locationOf(state: ReplayState, tab: InspectorTab, firstTab: InspectorTab): ReplayLocation {
  const { range, query, model } = state;
  const id = momentOf(state);
  const start = model.session.startedAt;
  return {
    ...(id !== undefined && { e: id }),
    ...(tab !== firstTab && { tab }),
    ...(query.trim() !== '' && { q: query }),
    ...(range && { r: [toMs(range.from - start), toMs(range.to - start)] as const }),
  };
}

/** The event that a link has to name; none where a replay opens by itself: at the live end, or at the beginning of a session that is over or not yet read. */
function momentOf({ model, currentIndex, selectedId, follow, live, status }: ReplayState): string | undefined {
  if (follow === 'following') return undefined;
  if (currentIndex <= 0 && !(live && status === 'ready') && selectedId === undefined) return undefined;
  return model.events[currentIndex]?.id;
}

/** Goes where a location says. What it does not name of tab, search and range is as at the beginning; the playhead stays where nothing moves it. */
export function goTo(store: ReplayStore, { e, t, q, r }: ReplayLocation): void {
  const { model, timeMap, query, range, selectedId } = store.getState();
  const start = model.session.startedAt;
  const [from, to] = r ? [start + r[0] * 1000, start + r[1] * 1000] : [];
  if (range?.from !== from || range?.to !== to) store.setRange(from === undefined || to === undefined ? undefined : { from, to });
  if (query !== (q ?? '')) store.setQuery(q ?? '');
  if (e !== undefined) {
    if (e !== selectedId || e !== momentOf(store.getState())) store.select(e);
  } else if (t !== undefined) store.seek(timeMap.toVirtual(start + t * 1000));
}

/** The tab that a location names, when there is such a one. */
export function tabOf({ tab }: ReplayLocation): InspectorTab | undefined {
  return inspectorTabs.find((known) => known === tab);
}

function toMs(microseconds: number): number {
  return Math.max(0, Math.round(microseconds / 1000));
}
