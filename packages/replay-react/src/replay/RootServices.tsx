'use client';
import { useEffect, type RefObject } from 'react';
import type { ReplayCommand } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import { useSettings } from '../settings/SettingsContext.tsx';
import type { Announcer } from '../view/announcer.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { useServices } from './ReplayContexts.tsx';
import { useReplayStore } from './StoreContext.tsx';

/** Lets the view run commands and speak. Both arrive once the replay is shown: a command asked for before is run then. Renders nothing. */
export function RootServices({ root, announcer }: { readonly root: RefObject<HTMLDivElement | null>; readonly announcer: Announcer }): null {
  const store = useReplayStore();
  const settings = useSettings();
  const view = useReplayView();
  const actions = useReplayViewActions();
  const servicesRef = useServices();
  const latest = useLatest({ store, view, actions, settings });
  useEffect(() => {
    const shown = store.getState();
    const waiting: ReplayCommand[] = [];
    let stop = (): void => undefined;
    const load = (): void => void import('./late-services.ts').then(({ runCommand, watchNews }) => {
      if (run !== wait) return;
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
  return null;
}
