'use client';
import type { ReactElement } from 'react';
import type { ImportedFrom } from '@playhead/protocol';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { notesMessages } from './notes-messages.ts';

const MOST_NAME = 200;

/** Marks what came with an exported review, since only that file says who wrote it: says who added it, and from which file. */
export function ImportedMark({ imported }: { readonly imported: ImportedFrom | undefined }): ReactElement | null {
  const messages = useWords('notes', notesMessages);
  if (!imported) return null;
  const { by, file } = imported;
  return <span className="ph-badge ph-cut"><VisibleText text={messages.importedBy(by.slice(0, MOST_NAME), file?.slice(0, MOST_NAME))} /></span>;
}
