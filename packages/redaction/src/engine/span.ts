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
  const merged: (Span & { longest: number })[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    const length = span.end - span.start;
    if (!last || span.start >= last.end) merged.push({ ...span, longest: length });
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end), kind: length > last.longest ? span.kind : last.kind, longest: Math.max(length, last.longest) };
  }
  return merged;
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
