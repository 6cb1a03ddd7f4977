'use client';
import { useEffect, useMemo, useRef, useState, type DragEvent } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import { readReviewDocument, type ReadReview, type ReviewFault } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useReviewContext } from '../review/ReviewProvider.tsx';

/** The longest name of a file that is kept. */
const MOST_NAME = 200;

/** The largest file that is read, in bytes. */
export const MOST_BYTES: number = 16 * 1024 * 1024;

/** Why nothing of a file is added. */
export type FileFault = ReviewFault | { readonly why: 'too-large' | 'unreadable' };

/** What became of the file that was chosen last. */
export type ImportState =
  | { readonly state: 'idle' }
  | { readonly state: 'over' }
  | { readonly state: 'reading' }
  | { readonly state: 'added'; readonly added: number; readonly known: number }
  | { readonly state: 'failed'; readonly fault: FileFault; readonly ours: Pick<SessionInfo, 'sessionId' | 'name'> };

/** Adds exported reviews to the one that is shown. */
export interface ReviewImport {
  readonly last: ImportState;
  take(file: File): void;
  /** For the element that files are dropped on. */
  readonly drop: Readonly<Record<'onDragEnter' | 'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent) => void>>;
}

const IDLE: ImportState = { state: 'idle' };

/** The way to add exported reviews to the one that is shown; nothing where nobody may write. What is here already stays as it is. */
export function useReviewImport(): ReviewImport | undefined {
  const store = useReplayStore();
  const review = useReviewContext();
  const latest = useLatest({ store, review });
  const reading = useRef<AbortController>(undefined);
  const [last, setLast] = useState(IDLE);
  useEffect(() => {
    setLast(IDLE); // eslint-disable-line react-hooks/set-state-in-effect -- what was said of a file belongs to the session before
    return () => reading.current?.abort();
  }, [store]);
  const actions = useMemo((): Omit<ReviewImport, 'last'> => {
    const take = (file: File): void => {
      reading.current?.abort();
      const stop = reading.current = new AbortController();
      setLast({ state: 'reading' });
      const { session } = latest.current.store.getState().model;
      const { author } = latest.current.review;
      const fails = (fault: FileFault): void => { if (!stop.signal.aborted) setLast({ state: 'failed', fault, ours: session }); };
      readFile(file, session, author).then((read) => {
        if (stop.signal.aborted) return;
        if ('fault' in read) return fails(read.fault);
        const { add, annotations } = latest.current.review;
        const known = new Set(annotations.map((annotation: { readonly id?: string } | null) => annotation?.id));
        const added = read.annotations.filter(({ id }) => !known.has(id));
        if (added.length > 0) add?.(added);
        setLast({ state: 'added', added: added.length, known: read.annotations.length - added.length });
      }, () => fails({ why: 'unreadable' }));
    };
    const over = (event: DragEvent): void => {
      if (!holdsReview(event)) return;
      event.preventDefault(); // and who takes files for the whole page leaves it alone
      event.dataTransfer.dropEffect = 'copy';
      setLast((before) => (before.state === 'over' ? before : { state: 'over' }));
    };
    const leaves = (before: ImportState): ImportState => (before.state === 'over' ? IDLE : before);
    return {
      take,
      drop: {
        onDragEnter: over, onDragOver: over,
        onDragLeave: ({ currentTarget, relatedTarget }) => { if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setLast(leaves); },
        onDrop: (event) => {
          setLast(leaves);
          const [file, ...others] = event.dataTransfer.files;
          if (!file || others.length > 0 || !file.name.toLowerCase().endsWith('.json')) return;
          event.preventDefault();
          take(file);
        },
      },
    };
  }, [latest]);
  return useMemo(() => (review.add ? { ...actions, last } : undefined), [review.add, actions, last]);
}

async function readFile(file: File, session: SessionInfo, author: string): Promise<ReadReview | { readonly fault: FileFault }> {
  return file.size > MOST_BYTES ? { fault: { why: 'too-large' } } : readReviewDocument(await file.text(), session, { imported: { by: author, ...(file.name !== '' && { file: file.name.slice(0, MOST_NAME) }) } });
}

/** Browsers tell the type of what is dragged, not its name. */
function holdsReview({ dataTransfer }: DragEvent): boolean {
  const files = [...dataTransfer.items].filter(({ kind }) => kind === 'file');
  return files.length === 1 && files[0]?.type === 'application/json';
}
