'use client';
import { useMemo, type CSSProperties, type ReactElement } from 'react';
import { parseAnsi, type AnsiSpan } from './parse-ansi.ts';

/** Terminal output as coloured text. Nothing in it can do anything. */
export function AnsiText({ text }: { readonly text: string }): ReactElement {
  const spans = useMemo(() => parseAnsi(text), [text]);
  return <>{spans.map((span, index) => (span.className ? <span key={index} className={span.className} style={spanStyle(span)}>{span.text}</span> : span.text))}</>;
}

/** The colour of a stretch that has no class for it. */
export function spanStyle({ color, background }: AnsiSpan): CSSProperties | undefined {
  if (color === undefined && background === undefined) return undefined;
  return { '--c': color ?? background } as CSSProperties; // React types no custom properties
}
