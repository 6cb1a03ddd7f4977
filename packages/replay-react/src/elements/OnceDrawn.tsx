'use client';
import type { ReactNode } from 'react';
import { useDrawn } from './use-drawn.ts';

/** Draws its children once what is around them is on the page, and so many others before them; at once while somebody looks there. */
export function OnceDrawn({ behind, now, children }: { readonly behind: number; readonly now: boolean; readonly children: ReactNode }): ReactNode {
  return (useDrawn(behind) || now) && children;
}
