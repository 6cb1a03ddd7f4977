'use client';
import { useEffect } from 'react';
import type { Moment } from '@playhead/replay-core';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useCalmModel } from '../stats/use-calm-model.ts';

/** Longest beginning of a note that stands in a moment. */
const MOST_TEXT = 80;

/** What people noted beside a recording, as far as it has a place in time. */
export interface NotedPlaces {
  /** One per open thread, by time. */
  readonly moments: readonly Moment[];
  /** The stretches of time that open threads are about: microseconds since the Unix epoch. */
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
}

/** Looks up where notes stand. Draws nothing itself: the timeline places notes among its other marks. */
export function NoteScan({ onChange }: { readonly onChange: (noted: NotedPlaces) => void }): null {
  const { reader } = useReviewContext();
  const model = useCalmModel();
  useEffect(() => {
    const times = new Map(model.events.map(({ id, record }) => [id, record.at]));
    const open = reader.threads(model).filter(({ thread }) => !thread.resolved);
    const moments = open.flatMap(({ thread: { notes: [first] }, place: { eventId, range } }): Moment[] => {
      const at = range?.from ?? (eventId === undefined ? undefined : times.get(eventId));
      return eventId === undefined || at === undefined ? [] : [{ eventId, type: 'note', title: first?.text.slice(0, MOST_TEXT) ?? '', at }];
    });
    onChange({ moments: moments.sort((a, b) => a.at - b.at), stretches: open.flatMap(({ place: { range } }) => range ?? []) });
  }, [reader, model, onChange]);
  return null;
}
