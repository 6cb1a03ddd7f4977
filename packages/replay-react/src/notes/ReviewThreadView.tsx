'use client';
import { useState, type ReactElement } from 'react';
import type { ReviewNote } from '@playhead/protocol';
import { Icon } from '../elements/Icon.tsx';
import { noteIcon } from '../elements/part-icons.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { draft } from '../review/draft.ts';
import type { PlacedThread } from '../review/review-reader.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { anchorWords } from './anchor-words.ts';
import { ImportedMark } from './ImportedMark.tsx';
import { rangeTimes } from './range-times.ts';
import { noteDate } from './note-date.ts';
import { NoteForm } from './NoteForm.tsx';
import { initials } from './read-notes.ts';
import { notesMessages } from './notes-messages.ts';

/** Longest quote that is shown. */
const MOST_QUOTE = 200;
/** So many notes of a thread are drawn before more are asked for. */
const MOST_NOTES = 30;

/** Props of {@link ReviewThreadView}. */
export interface ReviewThreadViewProps extends PlacedThread {
  /** Whether it stands below what it is about, which then need not be named. */
  readonly inPlace?: boolean;
  /** Takes an own note back. */
  readonly onRemove: (note: ReviewNote) => void;
}

/** A thread of notes with what can be done about it: answer, change, resolve. */
export function ReviewThreadView({ thread, place, inPlace = false, onRemove }: ReviewThreadViewProps): ReactElement {
  const messages = useWords('notes', notesMessages);
  const store = useReplayStore();
  const { annotate } = useReviewContext();
  const [answering, setAnswering] = useState(false);
  const [shown, setShown] = useState(false);
  const [most, setMost] = useState(MOST_NOTES);
  const format = useFormat();
  const directory = useReplayState((state) => state.model.session.cwd);
  const { range } = place;
  const timeMap = useReplayState((state) => state.timeMap);
  const words = anchorWords({ ...thread.anchor, ...(place.line !== undefined && { line: place.line }) }, messages, directory, range && rangeTimes(range, { timeMap }, format));
  const go = (): void => {
    if (range) store.setRange(range);
    store.select(place.eventId);
  };
  const { quote } = thread.anchor;
  const folded = thread.resolved && !shown;
  const { eventId } = place;
  return (
    <article className="ph-notes__thread" data-state={thread.resolved ? 'resolved' : 'note'} data-anchor={place.state} aria-label={messages.threadOn(words)}>
      <div className="ph-row ph-notes__head">
        {inPlace ? <span className="ph-grow ph-muted">{messages.notes(thread.notes.length)}</span>
          : (
            <button type="button" className="ph-anchor ph-grow" disabled={eventId === undefined} title={words} onClick={go}>
              <Icon name={noteIcon} small /><b className="ph-cut"><VisibleText text={words} /></b>
            </button>
          )}
        {place.state !== 'found' && <span className="ph-badge ph-badge--warn" title={place.state === 'outdated' ? messages.outdatedWhy : messages.movedWhy}>{place.state === 'outdated' ? messages.outdated : messages.moved}</span>}
        {thread.resolved && <span className="ph-badge ph-badge--ok"><Icon name="check" />{messages.resolved}</span>}
        {thread.resolved && <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-expanded={shown} aria-label={shown ? messages.fold : messages.unfold} onClick={() => setShown(!shown)}><Icon name={shown ? 'chev-u' : 'chev-d'} small /></button>}
      </div>
      {!folded && (
        <>
          {!inPlace && thread.anchor.on === 'line' && quote !== undefined && <pre className="ph-notes__quote" dir="ltr"><VisibleText text={`${thread.anchor.side === 'old' ? '−' : '+'} ${quote.slice(0, MOST_QUOTE)}`} /></pre>}
          <div className="ph-thread">
            {thread.notes.slice(0, most).map((note) => <OneNote key={note.id} note={note} onRemove={onRemove} />)}
            {thread.notes.length > most && <button type="button" className="ph-btn ph-btn--s" onClick={() => setMost(most + MOST_NOTES)}>{messages.more(Math.min(MOST_NOTES, thread.notes.length - most))}</button>}
            {annotate && (answering
              ? <NoteForm label={messages.answerTo(words)} submit={messages.reply} focus onSubmit={(text) => { annotate(draft('note', { text, replyTo: thread.id })); setAnswering(false); }} onCancel={() => setAnswering(false)} />
              : (
                <div className="ph-row">
                  <button type="button" className="ph-btn ph-btn--line ph-btn--s" onClick={() => setAnswering(true)}>{messages.reply}</button>
                  <button type="button" className="ph-btn ph-btn--s" onClick={() => annotate(draft('note_resolve', { note: thread.id, resolved: !thread.resolved }))}>{thread.resolved ? messages.reopen : messages.resolve}</button>
                </div>
              ))}
          </div>
        </>
      )}
    </article>
  );
}

function OneNote({ note, onRemove }: { readonly note: ReviewNote; readonly onRemove: (note: ReviewNote) => void }): ReactElement {
  const messages = useWords('notes', notesMessages);
  const format = useFormat();
  const { annotate, author } = useReviewContext();
  const [editing, setEditing] = useState(false);
  const own = annotate !== undefined && note.author === author && note.by === undefined;
  return (
    <div className="ph-note" data-by={note.by}>
      <span className="ph-avatar" aria-hidden="true"><VisibleText text={initials(note.author)} /></span>
      <div className="ph-note__h">
        <b><VisibleText text={note.author.slice(0, 200)} /></b>
        {note.by === 'agent' && <span className="ph-badge">{messages.agent}</span>}
        <ImportedMark imported={note.imported} />
        <span className="ph-muted">{noteDate(format.locale, note.at)}{note.editedAt !== undefined && `, ${messages.edited}`}</span>
        {own && !editing && (
          <span className="ph-note__do">
            <button type="button" className="ph-btn ph-btn--s" onClick={() => setEditing(true)}>{messages.edit}</button>
            <button type="button" className="ph-btn ph-btn--s" onClick={() => onRemove(note)}>{messages.remove}</button>
          </span>
        )}
      </div>
      {editing && annotate
        ? <NoteForm label={messages.editing} submit={messages.save} text={note.text} focus onSubmit={(text) => { annotate(draft('note_edit', { note: note.id, text })); setEditing(false); }} onCancel={() => setEditing(false)} />
        : <div className="ph-note__b"><VisibleText text={note.text} /></div>}
    </div>
  );
}
