'use client';
import { useEffect, type RefObject } from 'react';
import { runCommand } from '../keys/run-command.ts';
import { useSettings } from '../settings/SettingsContext.tsx';
import type { Announcer } from '../view/announcer.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { useServices } from './ReplayContexts.tsx';
import { useReplayStore } from './StoreContext.tsx';

/** Lets the view run commands and speak. Renders nothing. */
export function RootServices({ root, announcer }: { readonly root: RefObject<HTMLDivElement | null>; readonly announcer: Announcer }): null {
  const store = useReplayStore();
  const settings = useSettings();
  const view = useReplayView();
  const actions = useReplayViewActions();
  const servicesRef = useServices();
  useEffect(() => {
    servicesRef.current = { ...servicesRef.current, announce: announcer.announce, run: (command) => runCommand(command, { store, root: root.current, view, actions, settings }) };
  }, [servicesRef, store, root, view, actions, settings, announcer]);
  return null;
}
