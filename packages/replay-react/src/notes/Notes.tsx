'use client';
import { useMemo } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { noteIcon } from '../elements/part-icons.ts';
import { State } from '../elements/State.tsx';
import { countWhere } from '../files/change-log.ts';
import { createEventIndex } from '../inspector/event-index.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useSettings, useWords } from '../settings/SettingsContext.tsx';
import { NoteThreadView } from './NoteThreadView.tsx';
import { readThreads } from './read-notes.ts';
import { notesMessages } from './notes-messages.ts';

/** What people wrote into the recording, up to the playhead: notes, needs-review flags and ratings, as threads to read. */
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
  return (
    <section ref={ref} className={classes('ph-notes', className)} style={style} data-part="notes" data-state={threads.length === 0 ? 'empty' : 'ready'} aria-label={messages.label}>
      {threads.length === 0
        ? <State icon={noteIcon} title={messages.noneTitle}>{can.annotate && key !== undefined ? messages.add(key) : messages.none}</State>
        : threads.map((thread) => <NoteThreadView key={thread.id} thread={thread} />)}
    </section>
  );
});
