'use client';
import type { ReactElement, ReactNode } from 'react';
import { createLateCode, type LateCode } from '../elements/late-code.tsx';
import type * as markdown from './draw-markdown.tsx';

const code: LateCode<typeof markdown> = createLateCode(() => import('./draw-markdown.tsx'));

/** Loads the markdown parser once for all texts below; they are plain until it is there. */
export const MarkdownProvider: (props: { readonly children: ReactNode }) => ReactElement = code.Provider;

/** What draws markdown, once it is there; null where it could not be loaded: the text stays plain. */
export function useDrawMarkdown(): ((text: string) => ReactNode) | null | undefined {
  const loaded = code.useCode();
  return loaded && loaded.drawMarkdown;
}
