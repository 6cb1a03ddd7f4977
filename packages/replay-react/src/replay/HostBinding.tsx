'use client';
import { useEffect, type RefObject } from 'react';
import { toHash, type ReplayLocation, type ReplayStore } from '@playhead/replay-core';
import type { InspectorTab } from '../view/replay-view.ts';
import type { ViewServices } from '../view/use-view.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { locationOf } from './location-of.ts';
import type { ReplayProviderProps } from './root-props.ts';
import { useReplayStore } from './StoreContext.tsx';
import { useControlledState } from './use-controlled-state.ts';
import { useLocation } from './use-location.ts';

/** Props of {@link HostBinding}. */
export interface HostBindingProps {
  readonly props: Omit<ReplayProviderProps, 'children' | 'fallback'>;
  readonly servicesRef: RefObject<ViewServices>;
  /** The tab that opens by itself. */
  readonly firstTab: InspectorTab;
}

/** Ties a replay to what its host holds of it, and names its moments. Renders nothing. */
export function HostBinding({ props, servicesRef, firstTab }: HostBindingProps): null {
  const store = useReplayStore();
  const { tab } = useReplayView();
  const { setTab } = useReplayViewActions();
  const { linkTo = linkOnPage } = props;
  useControlledState(store, props);
  useLocation(store, props, { tab, firstTab, setTab });
  useEffect(() => {
    servicesRef.current = { ...servicesRef.current, link: (to) => linkTo(to ?? momentIn(store, locationOf(store.getState(), tab, firstTab))) };
  }, [servicesRef, store, tab, linkTo, firstTab]);
  return null;
}

/** A link names its moment even where a replay would open there by itself. */
function momentIn(store: ReplayStore, location: ReplayLocation): ReplayLocation {
  const { model, currentIndex } = store.getState();
  const id = model.events[currentIndex]?.id;
  return id === undefined ? location : { ...location, e: id };
}

function linkOnPage(location: ReplayLocation): string {
  return window.location.href.replace(/#.*$/s, '') + toHash(location);
}
