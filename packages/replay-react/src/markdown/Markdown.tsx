'use client';
import { useMemo, useState, type ReactElement } from 'react';
import { beginningOf } from '../elements/beginning-of.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useDrawMarkdown } from './MarkdownProvider.tsx';
import { markdownMessages } from './markdown-messages.ts';

/** Props of {@link Markdown}. */
export interface MarkdownProps {
  /** GitHub-flavoured markdown. Untrusted: shown without any way to HTML. */
  readonly text: string;
  /** Default `ph-md`. */
  readonly className?: string;
  /** Characters shown before "Show more", to the end of a line. Default 100,000. */
  readonly limit?: number;
}

const LIMIT = 100_000;

/** Markdown as React elements; plain text until the parser is loaded. */
export function Markdown({ text, className = 'ph-md', limit = LIMIT }: MarkdownProps): ReactElement {
  const draw = useDrawMarkdown();
  const markdown = useWords('markdown', markdownMessages);
  const format = useFormat();
  const [pages, setPages] = useState(1);
  const shown = useMemo(() => beginningOf(text, limit * pages), [text, limit, pages]);
  const drawn = useMemo(() => draw?.(shown), [draw, shown]);
  return (
    <div className={className} dir="auto">
      {drawn ?? <p style={{ whiteSpace: 'pre-wrap' }}><VisibleText text={shown} /></p>}
      {shown.length < text.length && <p><button type="button" className="ph-btn ph-btn--line" onClick={() => setPages(pages + 1)}>{markdown.showMore(format.bytes(text.length - shown.length))}</button></p>}
    </div>
  );
}
