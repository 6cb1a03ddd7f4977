'use client';
import { createContext, useContext, type Context } from 'react';
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
  return required(useContext(ViewContext));
}

/**
 * Opens, closes, ticks off and runs commands in the nearest `ReplayRoot`.
 *
 * @throws Error when there is none above.
 */
export function useReplayViewActions(): ReplayViewActions {
  return required(useContext(ViewActionsContext));
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A Playhead part is outside <ReplayRoot>, so it has no replay to show. Put <ReplayRoot source={…}> around it.');
  return value;
}
