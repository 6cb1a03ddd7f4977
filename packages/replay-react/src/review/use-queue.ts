'use client';
import { useMemo, useState } from 'react';
import { reviewMarker, type MarkerReview, type ReviewMarker } from '@playhead/replay-core';
import { useWords, useFormat } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { useMarkers, useReviewContext } from './ReviewProvider.tsx';
import { reviewQueueMessages } from './review-messages.ts';

/** A marker with what became of it. */
export interface QueueItem extends ReviewMarker {
  readonly review?: MarkerReview | undefined;
  readonly state: MarkerReview['state'];
}

/** What a queue shows and does. */
export interface Queue {
  readonly ready: boolean;
  /** How many rules threw. */
  readonly failed: number;
  /** Open ones first, then what was decided; each in display order. */
  readonly items: readonly QueueItem[];
  readonly decided: number;
  readonly current: QueueItem | undefined;
  /** Makes one the current one. */
  go(id: string): void;
  /** Goes on by so many items; stays at the ends. @returns Which one is current now. */
  step(by: number): QueueItem | undefined;
  /** Decides about the current one and goes on to the next open one; absent where nobody may. */
  readonly decide?: (state: MarkerReview['state'], reason?: string) => void;
}

/** Markers as a queue: one is current, and after a decision it is the next that is open. */
export function useQueue(): Queue {
  const { ready, markers, failures } = useMarkers();
  const { reviews, annotate } = useReviewContext();
  const { announce } = useReplayViewActions();
  const messages = useWords('reviewQueue', reviewQueueMessages);
  const format = useFormat();
  const [currentId, setCurrentId] = useState<string>();
  const items = useMemo(() => {
    const all = markers.map((marker): QueueItem => {
      const review = reviews.get(marker.id);
      return { ...marker, review, state: review?.state ?? 'open' };
    });
    return [...all.filter(({ state }) => state === 'open'), ...all.filter(({ state }) => state !== 'open')];
  }, [markers, reviews]);
  const place = Math.max(0, items.findIndex(({ id }) => id === currentId));
  const current = items[place];
  const decided = items.filter(({ state }) => state !== 'open').length;
  return {
    ready, failed: failures.size, items, decided, current,
    go: setCurrentId,
    step: (by) => {
      const to = items[Math.min(items.length - 1, Math.max(0, place + by))];
      setCurrentId(to?.id);
      return to;
    },
    ...(annotate && {
      decide: (state: MarkerReview['state'], reason?: string) => {
        if (!current || current.state === state) return;
        const open = items.filter((item) => item.state === 'open');
        const at = open.indexOf(current);
        const next = state === 'open' ? current : (open[at + 1] ?? open.find((item) => item !== current) ?? current);
        annotate(reviewMarker(current.id, state, reason));
        setCurrentId(next.id);
        const left = state === 'open' ? open.length + 1 : open.length - (at >= 0 ? 1 : 0);
        announce(messages.said[state](format.number(left)));
      },
    }),
  };
}
