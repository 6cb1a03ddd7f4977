'use client';
import { useEffect, type RefObject } from 'react';
import { toHash, type ReplayLocation, type ReplayState, type ReplayStore } from '@playhead/replay-core';
import { runCommand } from '../keys/run-command.ts';
import { useSettings } from '../settings/SettingsContext.tsx';
import type { Announcer } from '../view/announcer.ts';
import type { InspectorTab } from '../view/replay-view.ts';
import type { ViewServices } from '../view/use-view.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { locationOf } from './location-of.ts';
import type { ReplayRootProps } from './root-props.ts';
import { useReplayStore } from './StoreContext.tsx';
import { useControlledState } from './use-controlled-state.ts';
import { useLocation } from './use-location.ts';

/** Props of {@link RootServices}. */
export interface RootServicesProps {
  readonly props: Omit<ReplayRootProps, 'children'>;
  readonly root: RefObject<HTMLDivElement | null>;
  readonly servicesRef: RefObject<ViewServices>;
  readonly announcer: Announcer;
  /** The tab that opens by itself. */
  readonly firstTab: InspectorTab;
}

/** Ties a replay to its host's props and gives commands, links and announcements to the view. Renders nothing. */
export function RootServices({ props, root, servicesRef, announcer, firstTab }: RootServicesProps): null {
  const store = useReplayStore();
  const settings = useSettings();
  const view = useReplayView();
  const actions = useReplayViewActions();
  const { linkTo = linkOnPage } = props;

  useControlledState(store, props);
  useLocation(store, props, { tab: view.tab, firstTab, setTab: actions.setTab });
  useEffect(() => {
    servicesRef.current = {
      run: (command) => runCommand(command, { store, root: root.current, view, actions, settings }),
      announce: announcer.announce,
      link: () => linkTo(momentIn(store, locationOf(store.getState(), view.tab, firstTab))),
    };
  }, [servicesRef, store, root, view, actions, settings, announcer, linkTo, firstTab]);
  return null;
}

/** A link names its moment even where a replay would open there by itself. */
function momentIn(store: ReplayStore, location: ReplayLocation): ReplayLocation {
  const { model, currentIndex }: ReplayState = store.getState();
  const id = model.events[currentIndex]?.id;
  return id === undefined ? location : { ...location, e: id };
}

function linkOnPage(location: ReplayLocation): string {
  return window.location.href.replace(/#.*$/s, '') + toHash(location);
}
