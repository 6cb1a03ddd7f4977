'use client';
import { useRef, type ReactElement } from 'react';
import { fileWords } from './file-words.ts';

/** Props of {@link OpenFileButton}. */
export interface OpenFileButtonProps {
  readonly onFiles: (files: readonly File[]) => void;
}

/** Lets the user choose recordings of his machine. */
export function OpenFileButton({ onFiles }: OpenFileButtonProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="ph-btn ph-btn--line" title={fileWords.notUploaded} onClick={() => input.current?.click()}>{fileWords.open}</button>
      <input
        ref={input} type="file" multiple hidden accept=".jsonl,.gz,application/x-ndjson,application/gzip"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = ''; // the same file may be chosen again
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
