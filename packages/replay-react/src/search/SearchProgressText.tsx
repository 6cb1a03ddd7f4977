'use client';
import type { ReactElement } from 'react';
import type { SearchProgress } from '@playhead/replay-core';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { searchMessages } from './search-messages.ts';

/** How far a search is that has not looked at everything, and what it found so far. It changes often, so it is not announced. */
export function SearchProgressText({ count, read }: { readonly count: string; readonly read: SearchProgress['read'] }): ReactElement {
  const words = useWords('search', searchMessages);
  const format = useFormat();
  const percent = read && read.totalBytes > 0 ? Math.floor((100 * read.readBytes) / read.totalBytes) : undefined;
  const text = words.soFar(count, percent === undefined ? undefined : format.percent(percent / 100));
  return <span className="ph-count" role="progressbar" aria-label={words.progress} aria-valuenow={percent} aria-valuetext={text}>{text}</span>;
}
