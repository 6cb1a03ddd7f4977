'use client';
import type { ReactElement, ReactNode } from 'react';
import { useWords } from '../settings/SettingsContext.tsx';
import { markdownMessages } from './markdown-messages.ts';

/** A table that scrolls by itself where it is too wide. */
export function TableScroll({ children }: { readonly children: ReactNode }): ReactElement {
  const markdown = useWords('markdown', markdownMessages);
  return <div className="ph-md__scroll" role="group" aria-label={markdown.table} tabIndex={0}>{children}</div>;
}
