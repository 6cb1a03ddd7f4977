'use client';
import { Fragment, type ReactElement } from 'react';
import { Icon } from './Icon.tsx';
import { recordedPieces } from './recorded-pieces.ts';
import { VisibleText } from './VisibleText.tsx';

/** Props of {@link RecordedText}. */
export interface RecordedTextProps {
  readonly text: string;
  /** What is searched for: marked wherever it stands. */
  readonly query?: string | undefined;
  /** Whether the hit is the one that the search stands on. */
  readonly current?: boolean | undefined;
}

/** Recorded text as text: no character hides, what was redacted is a chip, what was searched for is marked. */
export function RecordedText({ text, query = '', current = false }: RecordedTextProps): ReactElement {
  return (
    <>
      {recordedPieces(text, query).map((piece, index) => {
        if (piece.type === 'redacted') return <span key={index} className="ph-redacted"><Icon name="lock" />{piece.text}</span>;
        if (piece.type === 'hit') return <mark key={index} className="ph-hit" aria-current={current || undefined}><VisibleText text={piece.text} /></mark>;
        return <Fragment key={index}><VisibleText text={piece.text} /></Fragment>;
      })}
    </>
  );
}
