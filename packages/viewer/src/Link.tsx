'use client';
import type { ReactElement, ReactNode } from 'react';

/** Goes to a page of the app without loading it anew. */
export type Go = (path: string) => void;

/** Props of {@link Link}. */
export interface LinkProps {
  readonly to: string;
  readonly go: Go;
  /** Whether this is where one is. */
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** A link within the app; with a modifier key it opens as any other. */
export function Link({ to, go, current = false, children }: LinkProps): ReactElement {
  return (
    <a href={to} aria-current={current ? 'page' : undefined} onClick={(event) => { if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return; event.preventDefault(); go(to); }}>
      {children}
    </a>
  );
}
