'use client';
import type { EventFilter, ReplayState, ReplayStore, TimeRange } from '@playhead/replay-core';
import type { ReplayRootSelection, ReplayRootTime } from './root-props.ts';
import { useControlled } from './use-controlled.ts';
import { useControlledTime } from './use-controlled-time.ts';

/** Keeps everything that a host may hold of a replay together with it. */
export function useControlledState(store: ReplayStore, props: ReplayRootTime & ReplayRootSelection): void {
  const { onSelect, onRangeChange } = props;
  useControlled(store, {
    value: props.idle, initial: props.defaultIdle, onChange: props.onIdleChange, read: idleOf, write: (to, idle) => to.setIdle(idle),
  });
  useControlled(store, {
    value: props.rate, initial: props.defaultRate, onChange: props.onRateChange, read: rateOf, write: (to, rate) => to.setRate(rate),
  });
  useControlled(store, {
    value: props.filter, initial: props.defaultFilter, onChange: props.onFilterChange, read: filterOf, write: (to, filter) => to.setFilter(filter), equal: sameFilter,
  });
  useControlled<TimeRange | null>(store, {
    value: props.range, initial: props.defaultRange, onChange: onRangeChange && ((range) => onRangeChange(range ?? undefined)), read: rangeOf, write: (to, range) => to.setRange(range ?? undefined), equal: sameRange,
  });
  useControlled(store, {
    value: props.query, initial: props.defaultQuery, onChange: props.onQueryChange, read: queryOf, write: (to, query) => to.setQuery(query),
  });
  // To select moves the playhead: an own time, given or asked for, has the last word.
  useControlled(store, { value: props.follow, initial: props.defaultFollow, onChange: props.onFollowChange, read: followOf, write: setFollow });
  useControlled<string | null>(store, {
    value: props.selectedId, initial: props.defaultSelectedId, onChange: onSelect && ((id) => onSelect(id ?? undefined)), read: selectedOf, write: (to, id) => to.select(id ?? undefined),
  });
  useControlledTime(store, props);
  useControlled(store, {
    value: props.playing, initial: props.defaultPlaying, onChange: props.onPlayingChange, read: playingOf, write: (to, playing) => (playing ? to.play() : to.pause()),
  });
}

const idleOf = (state: ReplayState): ReplayState['idle'] => state.idle;
const rateOf = (state: ReplayState): number => state.rate;
const filterOf = (state: ReplayState): EventFilter => state.filter;
const rangeOf = (state: ReplayState): TimeRange | null => state.range ?? null;
const queryOf = (state: ReplayState): string => state.query;
const followOf = (state: ReplayState): boolean => state.follow === 'following';
const selectedOf = (state: ReplayState): string | null => state.selectedId ?? null;
const playingOf = (state: ReplayState): boolean => state.playing;

function setFollow(store: ReplayStore, follow: boolean): void {
  if (follow) store.follow();
  else store.seek(store.clock.now()); // to move the playhead, even to where it stands, detaches it
}

function sameRange(a: TimeRange | null, b: TimeRange | null): boolean {
  return a === b || (a !== null && b !== null && a.from === b.from && a.to === b.to);
}

function sameFilter(a: EventFilter, b: EventFilter): boolean {
  return a === b || JSON.stringify([a.kinds, a.statuses, a.agents]) === JSON.stringify([b.kinds, b.statuses, b.agents]);
}
