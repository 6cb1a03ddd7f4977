import type { ReactElement } from 'react';
import { visiblePieces } from './visible-text.ts';

/** Recorded text in which no character hides: invisible and direction-changing ones are shown by code point. */
export function VisibleText({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {visiblePieces(text).map((piece, index) => (piece.invisible ? <span key={index} className="ph-invisible">{piece.text}</span> : piece.text))}
    </>
  );
}
