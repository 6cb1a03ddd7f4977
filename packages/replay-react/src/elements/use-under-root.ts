'use client';
import { useContext, type Context } from 'react';

/**
 * What the nearest `ReplayRoot` hands down in a context.
 *
 * @throws Error when there is none above.
 */
export function useUnderRoot<Value>(context: Context<Value | undefined>): Value {
  const value = useContext(context);
  if (value === undefined) throw new Error('A Playhead part is outside <ReplayRoot>, so it has no replay to show. Put <ReplayRoot source={…}> around it.');
  return value;
}
