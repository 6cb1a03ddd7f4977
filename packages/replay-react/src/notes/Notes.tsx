'use client';
import { useMemo, useState } from 'react';
import type { ReviewAnchor } from '@playhead/protocol';
import { anchorOfEvent, anchorOfRange, anchorOfTurn, type ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { noteIcon } from '../elements/part-icons.ts';
import { State } from '../elements/State.tsx';
import { countWhere } from '../files/change-log.ts';
import { createEventIndex } from '../inspector/event-index.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useSettings, useWords } from '../settings/SettingsContext.tsx';
import { draft } from '../review/draft.ts';
import { turnAt } from '../review/rate-turn.ts';
import type { PlacedThread } from '../review/review-reader.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { titleAtPlayhead } from '../timeline/title-at-playhead.ts';
import { anchorWords } from './anchor-words.ts';
import { NoteForm } from './NoteForm.tsx';
import { useReviewImport } from './use-review-import.ts';
import { ReviewBar } from './ReviewBar.tsx';
import { rangeTimes } from './range-times.ts';
import { ReviewThreadView } from './ReviewThreadView.tsx';
import { NoteThreadView } from './NoteThreadView.tsx';
import { useRemoval } from './use-removal.tsx';
import { readThreads } from './read-notes.ts';
import { notesMessages } from './notes-messages.ts';

/** So many threads are drawn before more are asked for. */
const SHOWN = 50;

const NOTHING: readonly PlacedThread[] = [];
const pickRange = ({ range, timeMap }: ReplayState): Pick<ReplayState, 'range' | 'timeMap'> => ({ timeMap, ...(range && { range }) });

/** What people wrote beside the recording, with the means to write more, and what was noted in it up to the playhead. */
export const Notes: Part<PartProps> = definePart<PartProps>('Notes', ({ className, style }, ref) => {
  const messages = useWords('notes', notesMessages);
  const { can, keyMap } = useSettings();
  const store = useReplayStore();
  const indexOf = useMemo(() => createEventIndex(), []);
  const count = useReplayState(useMemo(() => ({ model, currentIndex }: ReplayState) => countWhere(indexOf(model.events).notes, (at) => at <= currentIndex), [indexOf]));
  const threads = useMemo(() => {
    const { events } = store.getState().model;
    return readThreads(indexOf(events).notes.slice(0, count).flatMap((at) => events[at] ?? []), (event) => event.summary || undefined);
  }, [store, indexOf, count]);
  const key = keyMap === false ? undefined : keyMap.note[0];
  const { annotations, annotate, reader } = useReviewContext();
  const placed = useReplayState((state) => reader.threads(state.model));
  // Who came from an event wants to see what was said of it.
  const here = useReplayState(({ model, selectedId }) => (selectedId === undefined ? NOTHING : reader.threadsAt(model, selectedId)));
  const ordered = useMemo(() => (here.length === 0 ? placed : [...new Set([...here, ...placed])]), [placed, here]);
  const importing = useReviewImport();
  const [shown, setShown] = useState(SHOWN);
  const { remove, undo } = useRemoval();
  const title = useReplayState(titleAtPlayhead);
  const format = useFormat();
  const { range, timeMap } = useReplayState(pickRange);
  const about = range ? anchorWords({ on: 'range' }, messages, undefined, rangeTimes(range, { timeMap }, format)) : title === '' ? messages.event : title;
  const anchorHere = (): ReviewAnchor => {
    const { model: now, currentIndex } = store.getState();
    const event = now.events[currentIndex];
    if (range) return anchorOfRange(now, range);
    // A prompt stands for its turn: what is said of it is said of what came of it.
    const turn = event?.record.type === 'prompt' && event.record.agent === undefined ? turnAt(now, currentIndex) : undefined;
    return turn ? anchorOfTurn(now, turn) : event ? anchorOfEvent(event) : { on: 'session' };
  };
  const left = placed.length + threads.length - shown;
  const none = threads.length === 0 && placed.length === 0;
  return (
    <section ref={ref} className={classes('ph-notes', className)} style={style} data-part="notes" data-state={none ? 'empty' : 'ready'} aria-label={messages.label} {...importing?.drop}>
      {(annotate ?? annotations.length > 0) && <ReviewBar importing={importing} />}
      {annotate && (
        <NoteForm
          label={messages.noteHere(about)} submit={messages.addNote}
          onSubmit={(text) => annotate(draft('note', { text, anchor: anchorHere() }))}
        />
      )}
      {undo}
      {ordered.slice(0, shown).map(({ thread, place }) => <ReviewThreadView key={thread.id} thread={thread} place={place} onRemove={remove} />)}
      {threads.slice(0, Math.max(0, shown - ordered.length)).map((thread) => <NoteThreadView key={thread.id} thread={thread} />)}
      {left > 0 && <button type="button" className="ph-btn ph-btn--line ph-btn--s ph-notes__more" onClick={() => setShown(shown + SHOWN)}>{messages.more(Math.min(SHOWN, left))}</button>}
      {none && <State icon={noteIcon} title={messages.noneTitle}>{(can.annotate ?? annotate !== undefined) && key !== undefined ? messages.add(key) : messages.none}</State>}
    </section>
  );
});
