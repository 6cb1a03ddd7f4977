'use client';
import { useEffect, useMemo, useRef } from 'react';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { draft } from './draft.ts';
import { useReviewContext } from './ReviewProvider.tsx';

const NONE: ReadonlySet<string> = new Set();

/** Keeps in the review which files the author ticked off, and ticks off those of the review. Renders nothing. */
export function ViewedFiles(): null {
  const { reader, author, annotate } = useReviewContext();
  const { viewed } = useReplayView();
  const { setViewed } = useReplayViewActions();
  const kept = useMemo(() => new Set(reader.review().viewed.flatMap((file) => (file.author === author && file.by === undefined ? [`${file.path}#${file.hash}`] : []))), [reader, author]);
  const before = useRef<{ readonly kept: ReadonlySet<string>; readonly viewed: ReadonlySet<string> }>({ kept: NONE, viewed: NONE });
  useEffect(() => {
    const last = before.current;
    before.current = { kept, viewed };
    if (last.kept !== kept) {
      for (const key of kept) if (!last.kept.has(key) && !viewed.has(key)) setViewed(key, true);
      for (const key of last.kept) if (!kept.has(key) && viewed.has(key)) setViewed(key, false);
    }
    if (last.viewed === viewed) return;
    const say = (key: string, ticked: boolean): void => {
      const at = key.lastIndexOf('#');
      if (at > 0) annotate?.(draft('viewed', { path: key.slice(0, at), hash: key.slice(at + 1), viewed: ticked }));
    };
    for (const key of viewed) if (!last.viewed.has(key) && !kept.has(key)) say(key, true);
    for (const key of last.viewed) if (!viewed.has(key) && kept.has(key)) say(key, false);
  }, [kept, viewed, setViewed, annotate]);
  return null;
}
