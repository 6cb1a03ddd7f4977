import type { ComponentType, ReactNode } from 'react';

/** What draws those pieces of markdown that have words or buttons of their own. */
export interface MarkdownPieces {
  readonly CodeBlock: ComponentType<{ readonly code: string; readonly language?: string | undefined }>;
  readonly Image: ComponentType<{ readonly address: string; readonly description: string }>;
  readonly TableScroll: ComponentType<{ readonly children: ReactNode }>;
  readonly TaskMark: ComponentType<{ readonly done: boolean }>;
}
