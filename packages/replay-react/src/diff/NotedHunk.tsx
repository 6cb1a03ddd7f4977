'use client';
import { createElement, useEffect, useState, type ComponentType, type ReactElement } from 'react';
import type { FileChange } from '@playhead/replay-core';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { HunkView, type HunkViewProps } from './HunkView.tsx';
import type { LineThread } from './use-line-threads.ts';

/** Props of {@link NotedHunk}. */
export interface NotedHunkProps extends HunkViewProps {
  /** The changes that the diff shows, in order. */
  readonly changes: readonly FileChange[];
  /** What was said of lines of the hunk. */
  readonly threads?: readonly LineThread[] | undefined;
}

/** A hunk with the notes on its lines, and the means to write one where that is allowed. Both are loaded then only. */
export function NotedHunk(props: NotedHunkProps): ReactElement {
  const { annotate } = useReviewContext();
  const { threads = [], changes: _changes, ...hunk } = props;
  const [notes, setNotes] = useState<{ readonly of: ComponentType<NotedHunkProps> }>();
  const wanted = annotate !== undefined || threads.length > 0;
  useEffect(() => {
    if (!wanted || notes) return;
    let gone = false;
    import('./LineNotes.tsx').then(({ LineNotes }) => { if (!gone) setNotes({ of: LineNotes }); }, () => undefined); // the lines stay without notes
    return () => { gone = true; };
  }, [wanted, notes]);
  return wanted && notes ? createElement(notes.of, props) : <HunkView {...hunk} />;
}
