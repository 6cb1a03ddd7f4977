'use client';
import { useState, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { draft } from '../review/draft.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { notesMessages } from './notes-messages.ts';

const MOST_TAG = 60;
/** More tags than anybody reads. */
const MOST_TAGS = 50;

/** The session's tags and its flag. */
export function Tags(): ReactElement | null {
  const messages = useWords('notes', notesMessages);
  const { reader, annotate } = useReviewContext();
  const { tags, flag } = reader.review();
  const [text, setText] = useState('');
  if (!annotate && tags.length === 0 && !flag) return null;
  const add = (): void => {
    const tag = text.trim();
    setText('');
    if (tag !== '' && !tags.includes(tag)) annotate?.(draft('tag', { tag, set: true }));
  };
  return (
    <div className="ph-row ph-verdict__r ph-verdict__t" role="group" aria-label={messages.tags}>
      {annotate
        ? <button type="button" className="ph-btn ph-btn--s" aria-pressed={flag !== undefined} onClick={() => annotate(draft('flag', { set: !flag }))}><Icon name="flag" small />{messages.flag}</button>
        : flag && <span className="ph-badge ph-badge--warn"><Icon name="flag" />{messages.flagged}</span>}
      {tags.slice(0, MOST_TAGS).map((tag) => (
        <span key={tag} className="ph-badge ph-verdict__tag">
          <span className="ph-cut"><VisibleText text={tag.slice(0, MOST_TAG)} /></span>
          {annotate && <button type="button" className="ph-verdict__untag" aria-label={messages.removeTag(tag.slice(0, MOST_TAG))} onClick={() => annotate(draft('tag', { tag, set: false }))}><Icon name="x" small /></button>}
        </span>
      ))}
      {annotate && (
        <span className="ph-field ph-verdict__in">
          <input
            value={text} aria-label={messages.addTag} placeholder={messages.addTag} maxLength={MOST_TAG} size={10} dir="auto" onChange={({ target }) => setText(target.value)} onBlur={add}
            onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add(); } }}
          />
        </span>
      )}
    </div>
  );
}
