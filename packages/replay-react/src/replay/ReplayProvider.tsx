'use client';
import type { ReactElement } from 'react';
import { ReplayContexts, WhenOpen } from './ReplayContexts.tsx';
import type { ReplayProviderProps } from './root-props.ts';

/**
 * Hands a replay to the hooks below it: what {@link ReplayRoot} does, without its element, its keys, its look and its live region.
 * For interfaces that have none of our parts.
 *
 * @example
 * ```tsx
 * <ReplayProvider source={source}><OwnReplay /></ReplayProvider>
 * ```
 */
export function ReplayProvider({ children, fallback, ...props }: ReplayProviderProps): ReactElement {
  return <ReplayContexts {...props}><WhenOpen fallback={fallback}>{children}</WhenOpen></ReplayContexts>;
}
