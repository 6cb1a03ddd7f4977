'use client';
import type { ReactElement } from 'react';
import { copyText } from '../elements/copy-text.ts';
import { Icon } from '../elements/Icon.tsx';
import { splitIcon, unfoldIcon } from '../elements/part-icons.ts';
import { relativePath } from '../elements/relative-path.ts';
import { Tick } from '../elements/Tick.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import type { DiffSubject } from './diff-subject.ts';
import { diffMessages } from './diff-messages.ts';

/** Props of {@link DiffHeader}. */
export interface DiffHeaderProps {
  readonly subject: DiffSubject;
  /** The path as the reader says it. */
  readonly path: string;
  readonly directory: string | undefined;
  readonly added: number;
  readonly removed: number;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly viewed: boolean;
  readonly onViewed: (viewed: boolean) => void;
  readonly split: boolean;
  readonly onSplit: (split: boolean) => void;
  readonly onHistory: () => void;
  /** Shows all unmodified lines; absent where there are none to show. */
  readonly onShowAll?: (() => void) | undefined;
}

/** The name of a file, how much of it changed, and what can be done with its diff. */
export function DiffHeader({ subject, path, directory, added, removed, open, onOpen, viewed, onViewed, split, onSplit, onHistory, onShowAll }: DiffHeaderProps): ReactElement {
  const messages = useWords('diff', diffMessages);
  const format = useFormat();
  const { announce } = useReplayViewActions();
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const word = { created: messages.added, modified: undefined, deleted: messages.deleted, renamed: messages.renamed }[subject.change];
  const copy = (): void => void copyText(path).then((done) => { if (done) announce(messages.copied(path)); });
  const view = split ? messages.unified : messages.split;
  return (
    <header className="ph-diff__h">
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s ph-diff__open" aria-expanded={open} aria-label={open ? messages.collapse(path) : messages.expand(path)} onClick={() => onOpen(!open)}><Icon name={open ? 'chev-d' : 'chev-r'} small /></button>
      <span className="ph-mono ph-diff__path" dir="ltr" title={subject.path}>
        <span>{subject.oldPath !== undefined && <><VisibleText text={relativePath(subject.oldPath, directory)} /> → </>}<VisibleText text={path.slice(0, slash)} /></span>
        <b><VisibleText text={path.slice(slash)} /></b>
      </span>
      <span className="ph-grow" />
      {word && <span className="ph-muted">{word}</span>}
      {added > 0 && <span className="ph-plus">+{format.number(added)}</span>}
      {removed > 0 && <span className="ph-minus">−{format.number(removed)}</span>}
      <span className="ph-vr" />
      <Tick checked={viewed} onChange={onViewed} label={messages.viewed} visible />
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.history} title={messages.history} onClick={onHistory}><Icon name="clock" small /></button>
      {onShowAll && <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.showAllLines} title={messages.showAllLines} onClick={onShowAll}><Icon name={unfoldIcon} small /></button>}
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.split} aria-pressed={split} title={view} onClick={() => onSplit(!split)}><Icon name={splitIcon} small /></button>
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s ph-diff__copy" aria-label={messages.copyPath} title={messages.copyPath} onClick={copy}><Icon name="copy" small /></button>
    </header>
  );
}
