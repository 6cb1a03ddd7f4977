'use client';
import { useState } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { createFeed, type Feed } from './feed.ts';
import { createShownRows, type ShownRows } from './shown-rows.ts';

/** All rows of a replay, and those that filter and range leave. */
export interface Lists {
  readonly feed: Feed;
  readonly list: ShownRows;
}

/** The rows of a replay, and which of them filter and range leave. Both grow with it; drawing again from an older state only costs time. */
export function useFeed(state: Pick<ReplayState, 'model' | 'filter' | 'range' | 'shown'>): Lists {
  const [rows] = useState(() => ({ feed: createFeed(), list: createShownRows() }));
  rows.feed.update(state.model);
  rows.list.update(rows.feed, state);
  return rows;
}
