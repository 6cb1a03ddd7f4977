import { useState, type ReactElement } from 'react';

/** Props of {@link ReviewerBar}. */
export interface ReviewerBarProps {
  readonly author: string;
  readonly onAuthor: (name: string) => void;
  /** How many notes could not be stored. */
  readonly unsaved: number;
  readonly onRetry: () => void;
  /** Called when Enter was pressed on the name: puts the focus where the review goes on. Default: it is nowhere. */
  readonly onDone?: (() => void) | undefined;
}

/** Says under which name notes are written, and when one could not be stored. */
export function ReviewerBar({ author, onAuthor, unsaved, onRetry, onDone }: ReviewerBarProps): ReactElement {
  const [name, setName] = useState(author);
  return (
    <>
      {unsaved > 0 && (
        <span className="viewer__unsaved" role="alert">
          {unsaved === 1 ? 'One change of the review is not stored.' : `${unsaved} changes of the review are not stored.`}
          <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={onRetry}>Try again</button>
        </span>
      )}
      <label className="viewer__author">
        Reviewing as
        <span className="ph-field"><input value={name} maxLength={200} size={12} onChange={({ target }) => setName(target.value)} onBlur={() => onAuthor(name)} onKeyDown={({ key, currentTarget }) => { if (key === 'Enter') (onDone ?? (() => currentTarget.blur()))(); }} /></span>
      </label>
    </>
  );
}
