'use client';
import { useMemo, type ReactElement } from 'react';
import { parseAnsi } from './parse-ansi.ts';

/** Terminal output as coloured text. Nothing in it can do anything. */
export function AnsiText({ text }: { readonly text: string }): ReactElement {
  const spans = useMemo(() => parseAnsi(text), [text]);
  return <>{spans.map((span, index) => (span.className ? <span key={index} className={span.className}>{span.text}</span> : span.text))}</>;
}
