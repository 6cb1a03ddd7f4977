'use client';
import type { ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { noteIcon, thumbDownIcon, thumbUpIcon } from '../elements/part-icons.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { initials, type Note, type NoteThread } from './read-notes.ts';
import { notesMessages } from './notes-messages.ts';

/** The notes on one thing. Its anchor goes to the moment. */
export function NoteThreadView({ thread }: { readonly thread: NoteThread }): ReactElement {
  const messages = useWords('notes', notesMessages);
  const store = useReplayStore();
  const time = useNoteTime(thread.at);
  return (
    <article className="ph-notes__thread" data-state={thread.resolved ? 'resolved' : thread.needsReview ? 'needs-review' : 'note'} aria-label={`${thread.anchor ?? messages.label} ${messages.at(time)}`}>
      <div className="ph-row ph-notes__head">
        <button type="button" className="ph-anchor ph-grow" title={messages.goTo(thread.anchor ?? messages.label, time)} onClick={() => store.select(thread.eventId)}>
          <Icon name={noteIcon} small />{thread.anchor !== undefined && <b className="ph-cut"><VisibleText text={thread.anchor} /></b>}<span>{messages.at(time)}</span>
        </button>
        {thread.resolved
          ? <span className="ph-badge ph-badge--ok"><Icon name="check" />{messages.resolved}</span>
          : thread.needsReview && <span className="ph-badge ph-badge--warn"><Icon name="flag" />{messages.needsReview}</span>}
      </div>
      <div className="ph-thread">{thread.notes.map((note) => <NoteView key={note.eventId} note={note} />)}</div>
    </article>
  );
}

function NoteView({ note }: { readonly note: Note }): ReactElement {
  const messages = useWords('notes', notesMessages);
  const time = useNoteTime(note.at);
  const author = note.author ?? messages.someone;
  return (
    <div className="ph-note" data-by={note.by}>
      <span className="ph-avatar" aria-hidden="true"><VisibleText text={initials(author)} /></span>
      <div className="ph-note__h">
        <b><VisibleText text={author} /></b>{note.by === 'agent' && <span className="ph-badge">{messages.agent}</span>}<span className="ph-muted">{time}</span>
        {note.rating && <span className={`ph-badge ${note.rating === 'good' ? 'ph-badge--ok' : 'ph-badge--bad'}`}><Icon name={note.rating === 'good' ? thumbUpIcon : thumbDownIcon} />{note.rating === 'good' ? messages.good : messages.wrong}</span>}
      </div>
      {note.text !== '' && <div className="ph-note__b"><VisibleText text={note.text} /></div>}
    </div>
  );
}

/** When something was written, as the transport counts: a time of the session says more than one of the day. */
function useNoteTime(at: number): string {
  const format = useFormat();
  return useReplayState((state) => format.time(state.timeMap.toVirtual(at)));
}
