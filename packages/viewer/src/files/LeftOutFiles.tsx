'use client';
import type { ReactElement } from 'react';
import type { LeftOut } from './group-files.ts';
import { fileWords } from './file-words.ts';

/** Says which of several files were not opened, and why. */
export function LeftOutFiles({ files }: { readonly files: readonly LeftOut[] }): ReactElement | null {
  if (files.length === 0) return null;
  return (
    <div className="viewer__left-out" role="status">
      <b>{fileWords.leftOut(files.length)}</b>
      <ul>{files.map(({ name, message }) => <li key={name}>{message}</li>)}</ul>
    </div>
  );
}
