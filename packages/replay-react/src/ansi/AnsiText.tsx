'use client';
import { useMemo, type CSSProperties, type ReactElement } from 'react';
import { parseAnsi, type AnsiSpan } from './parse-ansi.ts';

/** Terminal output as coloured text. Nothing in it can do anything. */
export function AnsiText({ text }: { readonly text: string }): ReactElement {
  const spans = useMemo(() => parseAnsi(text), [text]);
  return <>{spans.map((span, index) => (span.className ? <span key={index} className={span.className} style={styleOf(span)}>{span.text}</span> : span.text))}</>;
}

function styleOf({ color, background }: AnsiSpan): CSSProperties | undefined {
  if (color === undefined && background === undefined) return undefined;
  return { '--c': color ?? background } as CSSProperties; // React types no custom properties
}
