'use client';
import { createElement, useEffect, useState, type ComponentType, type ReactElement, type RefObject } from 'react';
import type { ReplayCommand } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import { useSettings } from '../settings/SettingsContext.tsx';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import type { Announcer } from '../view/announcer.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { useServices } from './ReplayContexts.tsx';
import { useReplayStore } from './StoreContext.tsx';

/** Lets the view run commands and speak. Both arrive once the replay is shown: a command asked for before is run then. Renders nothing to see. */
export function RootServices({ root, announcer }: { readonly root: RefObject<HTMLDivElement | null>; readonly announcer: Announcer }): ReactElement | null {
  const [late, setLate] = useState<{ readonly Viewed: ComponentType }>();
  const store = useReplayStore();
  const settings = useSettings();
  const view = useReplayView();
  const actions = useReplayViewActions();
  const servicesRef = useServices();
  const review = useReviewContext();
  const latest = useLatest({ store, view, actions, settings, review });
  useEffect(() => {
    const shown = store.getState();
    const waiting: ReplayCommand[] = [];
    let stop = (): void => undefined;
    const load = (): void => void import('./late-services.ts').then(({ runCommand, watchNews, ViewedFiles }) => {
      if (run !== wait) return;
      setLate({ Viewed: ViewedFiles });
      run = (command) => runCommand(command, { ...latest.current, root: root.current });
      stop = watchNews(store, shown, announcer.announce, settings);
      waiting.forEach(run);
    }, () => undefined); // the next command tries again
    const wait = (command: ReplayCommand): boolean => {
      const { view: open, actions: change } = latest.current;
      if (command === 'close' && open.layer !== undefined) { // nobody waits for code to close what is open
        change.setLayer(undefined);
        return true;
      }
      load();
      return waiting.push(command) > 0;
    };
    let run = wait;
    servicesRef.current = { ...servicesRef.current, announce: announcer.announce, run: (command) => run(command) };
    load();
    return () => {
      run = () => false;
      stop();
    };
  }, [servicesRef, store, root, settings, announcer, latest]);
  return late ? createElement(late.Viewed) : null;
}
