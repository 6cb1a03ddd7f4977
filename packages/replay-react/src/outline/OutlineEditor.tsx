'use client';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactElement } from 'react';
import type { AnnotationDraft, OutlineTarget, ReplayEvent } from '@playhead/replay-core';
import { focusSoon } from '../elements/focus-soon.ts';
import { Icon } from '../elements/Icon.tsx';
import { moveIcon, plusIcon, undoIcon } from '../elements/part-icons.ts';
import { useLatest } from '../elements/use-latest.ts';
import { visibleText } from '../elements/visible-text.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { titleAtPlayhead, titleOfEvent } from '../timeline/title-at-playhead.ts';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { changeOf, stepBeside } from './outline-change.ts';
import type { Editable } from './outline-edit.ts';
import { outlineMessages } from './outline-messages.ts';

const LONGEST_TITLE = 200;

/** What a key on a line asks for; `times` tells one press from the next. */
export interface OutlineRequest {
  readonly what: 'rename' | 'remove' | 'earlier' | 'later';
  readonly of: Editable;
  readonly times: number;
}

/** Props of {@link OutlineEditor}. */
export interface OutlineEditorProps {
  readonly annotate: (draft: AnnotationDraft) => void;
  /** What the line with the focus, or at the playhead, is or is in. */
  readonly editable: Editable | undefined;
  readonly request: OutlineRequest | undefined;
  /** Gives the focus back to the outline. */
  readonly onLeave: () => void;
}

type Form =
  | { readonly what: 'add'; readonly target: OutlineTarget }
  | { readonly what: 'rename' | 'move'; readonly of: Editable };

/** Adds, renames, moves and removes chapters and moments. What it does goes to the annotations, never into the recording. */
export function OutlineEditor({ annotate, editable, request, onLeave }: OutlineEditorProps): ReactElement {
  const messages = useWords('outline', outlineMessages);
  const store = useReplayStore();
  const { announce } = useReplayViewActions();
  const [form, setForm] = useState<Form>();
  const [removed, setRemoved] = useState<Editable>();
  const id = useId();

  const currentEvent = (): ReplayEvent | undefined => {
    const { model, currentIndex } = store.getState();
    return model.events[Math.max(0, currentIndex)];
  };
  const say = (draft: AnnotationDraft | undefined, words: string): boolean => {
    if (!draft) return false;
    annotate(draft);
    announce(words);
    return true;
  };
  const close = (): void => {
    setForm(undefined);
    onLeave();
  };
  const remove = (of: Editable): void => {
    if (!say(changeOf(store.getState().model, of, { action: 'remove' }), messages.removed(visibleText(of.title)))) return;
    setRemoved(of);
    setForm(undefined);
  };
  const moveTo = (of: Editable, to: ReplayEvent | undefined): void => {
    const { model } = store.getState();
    if (to) say(changeOf(model, of, { action: 'move', to }), messages.moved(visibleText(of.title), titleOfEvent(model, to)));
  };

  const handle = useLatest(({ what, of }: OutlineRequest): void => {
    if (what === 'rename') setForm({ what: 'rename', of });
    else if (what === 'remove') remove(of);
    else moveTo(of, stepBeside(store.getState().model, of, what === 'later' ? 1 : -1));
  });
  const handled = useRef(0);
  useEffect(() => {
    if (!request || request.times === handled.current) return;
    handled.current = request.times;
    handle.current(request);
  }, [request, handle]);

  const submit = (title: string): void => {
    const { model } = store.getState();
    const event = currentEvent();
    const said = visibleText(title);
    if (form?.what === 'add') say(event && changeOf(model, { target: form.target, nameId: event.id }, { action: 'add', title }), messages.added(said));
    else if (form?.what === 'rename') say(changeOf(model, form.of, { action: 'rename', title }), messages.renamed(said));
    else if (form) moveTo(form.of, event);
    setRemoved(undefined);
    close();
  };

  if (form) return <EditForm key={form.what} form={form} onSubmit={submit} onCancel={close} />;
  const title = editable ? visibleText(editable.title).slice(0, LONGEST_TITLE) : '';
  return (
    <div className="ph-tree__edit" role="group" aria-label={messages.edit} aria-describedby={`${id}-keys`}>
      <button type="button" className="ph-btn ph-btn--s" title={messages.addChapter} onClick={() => setForm({ what: 'add', target: 'chapter' })}><Icon name={plusIcon} small />{messages.chapter}</button>
      <button type="button" className="ph-btn ph-btn--s" title={messages.addMoment} onClick={() => setForm({ what: 'add', target: 'moment' })}><Icon name={plusIcon} small />{messages.moment}</button>
      {editable && (
        <span className="ph-tree__acts">
          <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.rename(title)} title={messages.rename(title)} onClick={() => setForm({ what: 'rename', of: editable })}><Icon name="edit" small /></button>
          <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.move(title)} title={messages.move(title)} onClick={() => setForm({ what: 'move', of: editable })}><Icon name={moveIcon} small /></button>
          {editable.changed && <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.restore(title)} title={messages.restore(title)} onClick={() => { say(changeOf(store.getState().model, editable, { action: 'restore' }), messages.restored(title)); }}><Icon name={undoIcon} small /></button>}
          <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.remove(title)} title={messages.remove(title)} onClick={() => remove(editable)}><Icon name="x" small /></button>
        </span>
      )}
      {removed && (
        <p className="ph-row ph-tree__gone">
          <span className="ph-cut ph-grow"><VisibleText text={messages.removed(removed.title)} /></span>
          <button type="button" className="ph-btn ph-btn--line ph-btn--s" onClick={() => { say(changeOf(store.getState().model, removed, { action: 'rename', title: removed.title }), messages.restored(visibleText(removed.title))); setRemoved(undefined); onLeave(); }}>{messages.undo}</button>
        </p>
      )}
      <span id={`${id}-keys`} className="ph-hidden">{messages.keys}</span>
    </div>
  );
}

interface EditFormProps {
  readonly form: Form;
  readonly onSubmit: (title: string) => void;
  readonly onCancel: () => void;
}

/** Asks for a title or, to move something, for the place: the playhead may go elsewhere meanwhile. Enter saves, Escape closes. */
function EditForm({ form, onSubmit, onCancel }: EditFormProps): ReactElement {
  const messages = useWords('outline', outlineMessages);
  const here = useReplayState(titleAtPlayhead) || messages.beginning;
  const [title, setTitle] = useState(form.what === 'rename' ? form.of.title : '');
  const first = useRef<HTMLElement>(null);
  useEffect(() => focusSoon(() => first.current), []);
  const moving = form.what === 'move';
  const label = form.what === 'add' ? messages.addAt(messages[form.target], here) : moving ? messages.moveTo(visibleText(form.of.title), here) : messages.rename(visibleText(form.of.title));
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (moving || title.trim() !== '') onSubmit(title);
  };
  return (
    <form
      className="ph-tree__edit ph-tree__form" aria-label={messages.edit} onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault(); // the replay would close something else
        event.stopPropagation();
        onCancel();
      }}
    >
      <label id={`${id}-label`} className="ph-tree__l" htmlFor={moving ? undefined : id}>{label}</label>
      {!moving && <span className="ph-field"><input ref={(element) => { first.current = element; }} id={id} value={title} dir="auto" maxLength={LONGEST_TITLE} placeholder={messages.title} onChange={({ target }) => setTitle(target.value)} /></span>}
      <div className="ph-row">
        <button ref={(element) => { if (moving) first.current = element; }} type="submit" className="ph-btn ph-btn--fill ph-btn--s" aria-describedby={`${id}-label`} disabled={!moving && title.trim() === ''}>{moving ? messages.moveHere : form.what === 'add' ? messages.add : messages.save}</button>
        <button type="button" className="ph-btn ph-btn--s" onClick={onCancel}>{messages.cancel}</button>
      </div>
    </form>
  );
}
