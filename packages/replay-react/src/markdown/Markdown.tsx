'use client';
import { useMemo, type ReactElement } from 'react';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useMarkdownParser } from './MarkdownProvider.tsx';
import { renderMarkdown } from './render-markdown.tsx';

const LONGEST = 256 * 1024;

/** Props of {@link Markdown}. */
export interface MarkdownProps {
  /** GitHub-flavoured markdown. Untrusted: shown without any way to HTML. */
  readonly text: string;
  /** Default `ph-md`. */
  readonly className?: string;
}

/** Markdown as React elements; plain text until the parser is loaded, and for texts over 256 KiB. */
export function Markdown({ text, className = 'ph-md' }: MarkdownProps): ReactElement {
  const parse = useMarkdownParser();
  const tree = useMemo(() => (parse && text.length <= LONGEST ? parse(text) : undefined), [parse, text]);
  return <div className={className} dir="auto">{tree ? renderMarkdown(tree) : <p style={{ whiteSpace: 'pre-wrap' }}><VisibleText text={text} /></p>}</div>;
}
