'use client';
import { lazy, Suspense, type LazyExoticComponent, type ReactElement } from 'react';
import type { LargeText, LargeTextProps } from './LargeText.tsx';

const Loaded: LazyExoticComponent<typeof LargeText> = lazy(async () => ({ default: (await import('./LargeText.tsx')).LargeText }));

/** A text of any size, whose code comes when it is shown. */
export function LargeTextLater(props: LargeTextProps): ReactElement {
  return <Suspense fallback={<div className="ph-fill" aria-busy="true" />}><Loaded {...props} /></Suspense>;
}
