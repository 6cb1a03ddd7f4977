'use client';
import { useState, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { moreIcon } from '../elements/part-icons.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { DiffLines } from './DiffLines.tsx';
import { hunkOfFold, type Fold } from './folds.ts';
import { diffMessages } from './diff-messages.ts';

/** Lines that one press shows. */
const PIECE = 500;

/** Props of {@link FoldBar}. */
export interface FoldBarProps {
  readonly fold: Fold;
  /** The lines of the new file, where they are known: then the bar opens. */
  readonly lines?: readonly string[] | undefined;
  /** Which way the hidden lines lie. */
  readonly direction: 'up' | 'down';
  readonly split: boolean;
  readonly open: boolean;
}

/** Says how many lines did not change, and shows them when they are known. */
export function FoldBar({ fold, lines, direction, split, open }: FoldBarProps): ReactElement | null {
  const messages = useWords('diff', diffMessages);
  const format = useFormat();
  const [more, setMore] = useState(0);
  const known = lines !== undefined && lines.length >= fold.newStart - 1 + fold.count;
  const shown = known ? Math.min(fold.count, Math.max(more, open ? PIECE : 0)) : 0;
  const rest = fold.count - shown;
  const label = messages.unmodifiedLines(rest, format.number(rest));
  return (
    <>
      {shown > 0 && <div className="ph-diff__rows" dir="ltr"><DiffLines hunk={hunkOfFold(fold, lines ?? [], shown)} split={split} /></div>}
      {rest > 0 && (known
        ? <button type="button" className="ph-fold" onClick={() => setMore(shown + PIECE)}><Icon name={direction === 'up' ? 'chev-u' : 'chev-d'} />{label}</button>
        : <div className="ph-fold"><Icon name={moreIcon} />{label}</div>)}
    </>
  );
}
