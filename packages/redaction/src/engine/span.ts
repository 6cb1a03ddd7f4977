/** A stretch of a text that has to go. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/**
 * Puts spans in order and makes one of those that overlap. The longest gives the name; of equal ones the first found.
 */
export function mergeSpans(spans: readonly Span[]): Span[] {
  if (spans.length < 2) return [...spans];
  const merged: Span[] = [];
  let start = -1;
  let end = -1;
  let longest: Span | undefined;
  const close = (): void => {
    if (longest) merged.push(longest.start === start && longest.end === end ? longest : { start, end, kind: longest.kind });
  };
  for (const span of inOrder(spans)) {
    if (longest === undefined || span.start >= end) {
      close();
      ({ start, end } = span);
      longest = span;
      continue;
    }
    if (span.end > end) end = span.end;
    if (span.end - span.start > longest.end - longest.start) longest = span;
  }
  close();
  return merged;
}

function inOrder(spans: readonly Span[]): readonly Span[] {
  const ordered = spans.every((span, index) => index === 0 || compare(spans[index - 1] ?? span, span) <= 0);
  return ordered ? spans : spans.toSorted(compare);
}

function compare(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

/** What is left of spans outside of stretches that stay, such as pseudonyms of an earlier pass. */
export function subtractSpans(spans: readonly Span[], kept: readonly { readonly start: number; readonly end: number }[]): Span[] {
  if (kept.length === 0) return [...spans];
  return spans.flatMap((span) => {
    const pieces: Span[] = [];
    let start = span.start;
    for (const stay of kept) {
      if (stay.end <= start) continue;
      if (stay.start >= span.end) break;
      if (stay.start > start) pieces.push({ start, end: stay.start, kind: span.kind });
      start = stay.end;
    }
    if (start < span.end) pieces.push({ start, end: span.end, kind: span.kind });
    return pieces;
  });
}
