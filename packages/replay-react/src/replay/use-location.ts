'use client';
import { useEffect, useReducer, useRef } from 'react';
import { fromHash, toHash, type ReplayLocation, type ReplayState, type ReplayStore } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import type { InspectorTab } from '../view/replay-view.ts';
import { goTo, locationOf, tabOf } from './location-of.ts';
import type { ReplayRootAddress } from './root-props.ts';
import { isLoading } from './use-controlled.ts';

/** What {@link useLocation} needs of the view. */
export interface LocationView {
  readonly tab: InspectorTab;
  /** The tab that opens by itself. */
  readonly firstTab: InspectorTab;
  readonly setTab: (tab: InspectorTab) => void;
}

/** The props of an address. */
export type LocationProps = Pick<ReplayRootAddress, 'location' | 'defaultLocation' | 'onLocationChange' | 'syncUrl'>;

/** Opens a replay at a location and says where the user goes from there; with `syncUrl` to the address of the page too. */
export function useLocation(store: ReplayStore, props: LocationProps, view: LocationView): void {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const latest = useLatest({ props, view });
  const live = useRef<Connection>(undefined);

  useEffect(() => {
    const connection = connect(store, () => latest.current, renderAgain);
    live.current = connection;
    return connection.close;
  }, [store, latest]);

  const { tab } = view;
  useEffect(() => { live.current?.report(); }, [tab]);
  useEffect(() => { live.current?.adopt(); });
}

interface Connection {
  /** Says where the user is, if that is news. */
  readonly report: () => void;
  /** Goes where the host wants, if that is elsewhere. */
  readonly adopt: () => void;
  readonly close: () => void;
}

function connect(store: ReplayStore, latest: () => { readonly props: LocationProps; readonly view: LocationView }, renderAgain: () => void): Connection {
  /** What was last told or done; the host has to follow, or is followed. */
  let [known, asked] = ['', ''];
  let [opened, going, moved] = [false, false, false];
  let seen = store.getState();

  const hashOf = (tab: InspectorTab): string => toHash(locationOf(store.getState(), tab, latest().view.firstTab));
  const go = (to: ReplayLocation): void => {
    const { view } = latest();
    const tab = tabOf(to) ?? view.firstTab;
    going = true;
    goTo(store, to);
    if (tab !== view.tab) view.setTab(tab);
    going = false;
    known = hashOf(tab);
    seen = store.getState();
  };
  const open = (): void => {
    const { location, defaultLocation, syncUrl } = latest().props;
    const address = syncUrl && window.location.hash.length > 1 ? fromHash(window.location.hash) : undefined;
    const first = location ?? address ?? defaultLocation;
    opened = true;
    asked = toHash(first ?? {});
    if (moved && location === undefined) report(); // who went somewhere while it was read stays there
    else if (asked === '') known = hashOf(latest().view.tab);
    else go(first ?? {});
  };
  const report = (): void => {
    if (!opened || going) return;
    const { props, view } = latest();
    const hash = hashOf(view.tab);
    if (hash === known) return;
    known = hash;
    asked = hash;
    props.onLocationChange?.(locationOf(store.getState(), view.tab, view.firstTab));
    if (props.syncUrl) window.history.replaceState(window.history.state, '', hash === '' ? window.location.pathname + window.location.search : hash);
    if (props.location !== undefined) renderAgain();
  };
  const adopt = (): void => {
    const { location } = latest().props;
    if (!opened || location === undefined || toHash(location) === asked) return;
    asked = toHash(location);
    go(location);
  };
  const onStore = (): void => {
    const before = seen;
    seen = store.getState();
    if (opened) {
      if (byUser(before, seen)) report();
    } else if (isLoading(store)) moved ||= before.currentIndex >= 0 && byUser(before, seen);
    else if (isLoading({ getState: () => before })) queueMicrotask(open); // the store is still busy with what it announces
  };
  const onHashChange = (): void => {
    const { hash } = window.location;
    if (opened && latest().props.syncUrl && hash !== known) go(fromHash(hash));
  };

  if (!isLoading(store)) open();
  const stop = store.subscribe(onStore);
  window.addEventListener('hashchange', onHashChange);
  return {
    report, adopt,
    close: () => {
      stop();
      window.removeEventListener('hashchange', onHashChange);
      opened = true;
      going = true;
    },
  };
}

/** Whether a change came from what someone did: not from playing on, nor from events that arrived. */
function byUser(before: ReplayState, now: ReplayState): boolean {
  if (before.selectedId !== now.selectedId || before.query !== now.query || before.range !== now.range || before.follow !== now.follow) return true;
  if (before.playing || now.playing || now.follow === 'following') return false;
  return before.model.events[before.currentIndex]?.id !== now.model.events[now.currentIndex]?.id;
}
