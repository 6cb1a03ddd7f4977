'use client';
import type { ReactElement } from 'react';
import { fileWords } from './file-words.ts';

/** Over the page while files are dragged over it. */
export function FileDropHint(): ReactElement {
  return (
    <div data-ph="" className="viewer-drop" role="status">
      <div className="viewer-drop__box">
        <svg className="ph-i" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5h5l3 3v8H4zM9 2.5v3h3M8 7v4.5M6 9.7l2 2 2-2" /></svg>
        <b>{fileWords.drop}</b>
        <p>{fileWords.notUploaded}</p>
      </div>
    </div>
  );
}
