'use client';
import { createContext, type Context } from 'react';
import { useUnderRoot } from '../elements/use-under-root.ts';
import type { ReplayView, ReplayViewActions } from './replay-view.ts';

/** What is open in the replay above. */
export const ViewContext: Context<ReplayView | undefined> = createContext<ReplayView | undefined>(undefined);

/** What changes it. Stays the same object. */
export const ViewActionsContext: Context<ReplayViewActions | undefined> = createContext<ReplayViewActions | undefined>(undefined);

/**
 * What is open in the nearest `ReplayRoot`.
 *
 * @throws Error when there is none above.
 */
export function useReplayView(): ReplayView {
  return useUnderRoot(ViewContext);
}

/**
 * Opens, closes, ticks off and runs commands in the nearest `ReplayRoot`.
 *
 * @throws Error when there is none above.
 */
export function useReplayViewActions(): ReplayViewActions {
  return useUnderRoot(ViewActionsContext);
}
