'use client';
import { useMemo, useState, type RefObject } from 'react';
import type { ReplayCommand, ReplayLocation } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import type { InspectorTab, ReplayView, ReplayViewActions } from './replay-view.ts';

/** What the view cannot do by itself; filled in once there is a replay. */
export interface ViewServices {
  run(command: ReplayCommand): boolean;
  announce(text: string): void;
  link(to?: ReplayLocation): string;
}

/** The tab as the host holds it, or begins with. */
export interface ViewTab {
  readonly tab: InspectorTab | undefined;
  readonly defaultTab: InspectorTab;
  readonly onTabChange: ((tab: InspectorTab) => void) | undefined;
}

/** What is open in one replay, and what changes it. */
export function useView({ tab, defaultTab, onTabChange }: ViewTab, services: RefObject<ViewServices>): readonly [ReplayView, ReplayViewActions] {
  const [own, setOwn] = useState<ReplayView>({ tab: defaultTab, pane: 'events', viewed: new Set(), singleKeys: true });
  const latest = useLatest(onTabChange);
  const actions = useMemo((): ReplayViewActions => ({
    setTab: (next) => {
      setOwn((before) => ({ ...before, tab: next, pane: 'inspector' }));
      latest.current?.(next);
    },
    setPane: (pane) => setOwn((before) => ({ ...before, pane })),
    setLayer: (layer) => setOwn((before) => ({ ...before, layer })),
    setViewed: (key, viewed) => setOwn((before) => {
      const keys = new Set(before.viewed);
      if (viewed) keys.add(key);
      else keys.delete(key);
      return { ...before, viewed: keys };
    }),
    setSingleKeys: (singleKeys) => setOwn((before) => ({ ...before, singleKeys })),
    run: (command) => services.current.run(command),
    announce: (text) => services.current.announce(text),
    link: (to) => services.current.link(to),
  }), [services, latest]);
  const view = useMemo(() => (tab === undefined || tab === own.tab ? own : { ...own, tab }), [own, tab]);
  return [view, actions];
}
