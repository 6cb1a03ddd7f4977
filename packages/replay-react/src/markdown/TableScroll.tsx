'use client';
import type { ReactElement, ReactNode } from 'react';
import { useMessages } from '../settings/SettingsContext.tsx';

/** A table that scrolls by itself where it is too wide. */
export function TableScroll({ children }: { readonly children: ReactNode }): ReactElement {
  const { markdown } = useMessages();
  return <div className="ph-md__scroll" role="group" aria-label={markdown.table} tabIndex={0}>{children}</div>;
}
