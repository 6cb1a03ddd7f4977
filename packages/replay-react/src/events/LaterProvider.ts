'use client';
import type { ReactElement, ReactNode } from 'react';
import { createLateCode, type LateCode } from '../elements/late-code.tsx';
import type * as later from './later.ts';

/** What rows need once they are on the page: see `later.ts`. */
export type Later = typeof later;

const code: LateCode<Later> = createLateCode(() => import('./later.ts'));

/** Loads what rows need for all lists below, so that it is there with their session. */
export const LaterProvider: (props: { readonly children: ReactNode }) => ReactElement = code.Provider;

/** What loads once the first rows are on the page. Undefined until it is there; null where it could not be loaded: then rows keep to their line. */
export const useLater: () => Later | null | undefined = code.useCode;
