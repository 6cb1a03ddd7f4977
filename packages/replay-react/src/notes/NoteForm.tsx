'use client';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { focusSoon } from '../elements/focus-soon.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { notesMessages } from './notes-messages.ts';

/** Readers cut a longer note. */
const MOST_TEXT = 20_000;

/** Props of {@link NoteForm}. */
export interface NoteFormProps {
  /** What it is about, read with the field. */
  readonly label: string;
  /** What the button says. */
  readonly submit: string;
  /** The text to change. Default: none. */
  readonly text?: string;
  readonly onSubmit: (text: string) => void;
  /** Closes it; absent for one that stays. */
  readonly onCancel?: (() => void) | undefined;
  /** Whether it takes the focus when it appears; another number takes it again. Default `false`. */
  readonly focus?: boolean | number;
  /** Handles keys before the form does. @returns Whether it did. */
  readonly onKey?: ((event: KeyboardEvent<HTMLTextAreaElement>) => boolean) | undefined;
  /** What stands beside the buttons. */
  readonly children?: ReactNode;
}

/** A field for a note. Ctrl or Cmd with Enter saves, Escape closes. */
export function NoteForm({ label, submit, text: before = '', onSubmit, onCancel, focus = false, onKey, children }: NoteFormProps): ReactElement {
  const messages = useWords('notes', notesMessages);
  const format = useFormat();
  const [text, setText] = useState(before);
  const said = text.trim();
  const over = said.length - MOST_TEXT;
  const ready = said !== '' && over <= 0;
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => (focus === false ? undefined : focusSoon(() => field.current)), [focus]);
  /** The form may go: the keys of the replay stay with the user. */
  const leave = (): void => field.current?.closest<HTMLElement>('[data-ph][tabindex]')?.focus({ preventScroll: true });
  const cancel = (): void => {
    leave();
    onCancel?.();
  };
  const save = (): void => {
    if (!ready) return;
    setText('');
    leave();
    onSubmit(said);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (onKey?.(event)) event.preventDefault();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape') {
      event.preventDefault(); // the replay would close something else
      cancel();
    }
  };
  return (
    <form className="ph-noteform" onSubmit={(event) => { event.preventDefault(); save(); }}>
      <label className="ph-noteform__l" htmlFor={id}>{label}</label>
      <textarea ref={field} id={id} data-ph-note="" className="ph-noteform__t" dir="auto" rows={3} aria-invalid={over > 0 || undefined} value={text} placeholder={messages.write} onChange={({ target }) => setText(target.value)} onKeyDown={onKeyDown} />
      <div className="ph-row">
        <button type="submit" className="ph-btn ph-btn--fill ph-btn--s" disabled={!ready}>{submit}</button>
        {onCancel && <button type="button" className="ph-btn ph-btn--s" onClick={cancel}>{messages.cancel}</button>}
        {children}
        {over > 0 ? <span role="status" className="ph-bad ph-noteform__h">{messages.tooLong(format.number(over), over)}</span> : <span className="ph-muted ph-noteform__h">{messages.saveKeys}</span>}
      </div>
    </form>
  );
}
