'use client';
import { useRef, type ReactElement } from 'react';
import { fileWords } from './file-words.ts';
import { recordingsIn } from './recordings-in.ts';

/** Props of {@link OpenFolderButton}. */
export interface OpenFolderButtonProps {
  readonly onFiles: (files: readonly File[]) => void;
}

/** Lets the user choose a folder of recordings, such as a data directory: it is listed without a server. */
export function OpenFolderButton({ onFiles }: OpenFolderButtonProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="ph-btn ph-btn--line" title={fileWords.notUploaded} onClick={() => input.current?.click()}>{fileWords.openFolder}</button>
      <input
        ref={(element) => {
          input.current = element;
          element?.toggleAttribute('webkitdirectory', true);
        }} type="file" multiple hidden
        onChange={({ currentTarget }) => {
          const files = recordingsIn([...(currentTarget.files ?? [])]);
          currentTarget.value = ''; // the same folder may be chosen again
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
