'use client';
import { useRef, useState, type ReactElement } from 'react';
import type { ReviewNote } from '@playhead/protocol';
import { draft } from '../review/draft.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { notesMessages } from './notes-messages.ts';

/** Takes notes back. */
export interface Removal {
  readonly remove: (note: ReviewNote) => void;
  /** What brings the last one back, until the focus goes on. */
  readonly undo: ReactElement | null;
}

/** Deletes notes without a question, and offers to bring the last one back. */
export function useRemoval(): Removal {
  const messages = useWords('notes', notesMessages);
  const { annotate } = useReviewContext();
  const { announce } = useReplayViewActions();
  const [removed, setRemoved] = useState<ReviewNote>();
  const box = useRef<HTMLDivElement>(null);
  const bringBack = (): void => {
    box.current?.closest<HTMLElement>('[data-ph][tabindex]')?.focus({ preventScroll: true }); // the keys of the replay stay with the user
    if (removed) annotate?.(draft('note_edit', { note: removed.id, text: removed.text }));
    setRemoved(undefined);
  };
  return {
    remove: (note) => {
      annotate?.(draft('note_delete', { note: note.id }));
      setRemoved(note);
      announce(messages.removed);
    },
    undo: removed ? (
      <div ref={box} className="ph-row ph-notes__undo">
        <span>{messages.removed}</span>
        <button
          key={removed.id} ref={takeFocus} type="button" className="ph-btn ph-btn--line ph-btn--s" onClick={bringBack}
          onBlur={({ relatedTarget }) => { if (relatedTarget instanceof Node) setRemoved(undefined); }}
        >{messages.undo}</button>
      </div>
    ) : null,
  };
}

/** The button that had the focus went away with its note. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}
