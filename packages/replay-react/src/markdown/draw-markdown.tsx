import type { ReactNode } from 'react';
import { clientPieces } from './client-pieces.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { renderMarkdown } from './render-markdown.tsx';

/** Draws markdown for a page with scripts; nothing of what cannot be read: then it stays plain. A module of its own: it loads when the first text is shown. */
export function drawMarkdown(text: string): ReactNode {
  try {
    return renderMarkdown(parseMarkdown(text), clientPieces);
  } catch {
    return undefined;
  }
}
