'use client';
import { Fragment, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { DiffHunk } from '@playhead/protocol';
import { anchorOfLine, placeInHunks } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { plusIcon } from '../elements/part-icons.ts';
import { visibleText } from '../elements/visible-text.ts';
import { NoteForm } from '../notes/NoteForm.tsx';
import { notesMessages } from '../notes/notes-messages.ts';
import { ReviewThreadView } from '../notes/ReviewThreadView.tsx';
import { useRemoval } from '../notes/use-removal.tsx';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { draft } from '../review/draft.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { HunkView } from './HunkView.tsx';
import type { NotedHunkProps } from './NotedHunk.tsx';
import { lineUnder } from './line-under.ts';
import { splitHunk } from './split-hunk.ts';

/** Longest beginning of a line that is read with the field. */
const MOST_TEXT = 120;

/** A hunk that is cut where somebody said something of a line, with a button on the line under the pointer. */
export function LineNotes({ changes, threads = [], hunk, label, ...view }: NotedHunkProps): ReactElement {
  const messages = useWords('notes', notesMessages);
  const store = useReplayStore();
  const { annotate } = useReviewContext();
  const { remove, undo } = useRemoval();
  const box = useRef<HTMLDivElement>(null);
  const [under, setUnder] = useState<{ readonly index: number; readonly top: number }>();
  const [writing, setWriting] = useState<number>();
  const parts = useMemo(() => splitHunk(hunk, [...threads.map(({ index }) => index), ...(writing === undefined ? [] : [writing])]), [hunk, threads, writing]);
  const first = useMemo(() => Math.max(0, hunk.lines.findIndex((line) => /^[+-]/.test(line))), [hunk]);
  const index = under?.index ?? first;
  const onPointerMove = (event: PointerEvent): void => {
    const line = lineUnder(event.target);
    const found = line && placeInHunks([hunk], { on: 'line', side: line.side, line: line.number });
    const top = line && box.current ? line.row.getBoundingClientRect().top - box.current.getBoundingClientRect().top : 0;
    if (found && (found.index !== under?.index || top !== under.top)) setUnder({ index: found.index, top });
  };
  const move = (event: KeyboardEvent): boolean => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || writing === undefined) return false;
    setWriting(neighbour(hunk, writing, event.key === 'ArrowUp' ? -1 : 1));
    return true;
  };
  const save = (text: string): void => {
    const anchor = writing === undefined ? undefined : anchorOfLine(store.getState().model, changes, hunk, writing);
    setWriting(undefined);
    if (anchor) annotate?.(draft('note', { text, anchor }));
  };
  return (
    <div ref={box} className="ph-diff__noted" onPointerMove={annotate && onPointerMove} onPointerLeave={() => setUnder(undefined)}>
      {annotate && writing === undefined && (
        <button type="button" data-ph-note-line="" className="ph-diff__add" data-shown={under !== undefined} style={{ insetBlockStart: under?.top ?? 0 }} aria-label={messages.addOnLine(numberOf(hunk, index))} onClick={() => setWriting(index)}>
          <Icon name={plusIcon} small />
        </button>
      )}
      {undo}
      {parts.map(({ hunk: part, from }) => {
        const end = from + part.lines.length - 1;
        return (
          <Fragment key={from}>
            <HunkView {...view} hunk={part} label={parts.length === 1 ? label : `${label}, ${numberOf(hunk, from)}`} />
            {threads.filter((thread) => thread.index === end).map(({ thread, place }) => <div key={thread.id} className="ph-diff__note"><ReviewThreadView thread={thread} place={place} inPlace onRemove={remove} /></div>)}
            {writing === end && (
              <div className="ph-diff__note">
                <NoteForm label={messages.noteOnLine(numberOf(hunk, writing), visibleText(hunk.lines[writing]?.slice(1).trim().slice(0, MOST_TEXT) ?? ''))} submit={messages.addNote} focus={writing} onKey={move} onSubmit={save} onCancel={() => setWriting(undefined)}>
                  <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.lineUp} title={`${messages.lineUp} (Alt+↑)`} onClick={() => setWriting(neighbour(hunk, writing, -1))}><Icon name="chev-u" small /></button>
                  <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.lineDown} title={`${messages.lineDown} (Alt+↓)`} onClick={() => setWriting(neighbour(hunk, writing, 1))}><Icon name="chev-d" small /></button>
                </NoteForm>
              </div>
            )}
          </Fragment>
        );
      })}
    </div>
  );
}

/** The next line that counts in a direction; the line itself at the end. */
function neighbour({ lines }: DiffHunk, index: number, by: 1 | -1): number {
  let next = index + by;
  while (lines[next]?.startsWith('\\')) next += by;
  return lines[next] === undefined ? index : next;
}

/** The number of a line on its side: the new one unless it is gone. */
function numberOf({ lines, oldStart, newStart }: DiffHunk, index: number): number {
  const gone = lines[index]?.startsWith('-') === true;
  const before = lines.slice(0, index).filter((line) => !line.startsWith('\\') && !line.startsWith(gone ? '+' : '-')).length;
  return Math.max(1, gone ? oldStart : newStart) + before;
}
