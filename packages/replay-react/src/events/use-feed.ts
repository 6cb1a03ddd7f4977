'use client';
import { useState } from 'react';
import type { ReplayState, TimeRange } from '@playhead/replay-core';
import { createFeed, type Feed } from './feed.ts';
import { createShownRows, type ShownRows } from './shown-rows.ts';

/** The rows of a replay, and which of them filter and range leave. Both grow with it; drawing again from an older state only costs time. */
export function useFeed({ model, filter, range, shown }: Pick<ReplayState, 'model' | 'filter' | 'shown'> & { readonly range: TimeRange | undefined }): { readonly feed: Feed; readonly list: ShownRows } {
  const [rows] = useState(() => ({ feed: createFeed(), list: createShownRows() }));
  rows.feed.update(model);
  rows.list.update(rows.feed, { filter, shown, ...(range && { range }) });
  return rows;
}
