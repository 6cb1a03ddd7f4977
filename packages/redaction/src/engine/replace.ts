import type { FindingCounts } from './findings.ts';
import { unscanned, type Pseudonyms } from './pseudonym.ts';
import type { Span } from './span.ts';

/** Lines of one key block are one finding. */
const BLOCK = 'PRIVATE_KEY';
const BLOCK_GAP = 24;

/** Puts pseudonyms where spans are, and gives the text from `from` to `to`. */
export function replaceSpans(text: string, spans: readonly Span[], from: number, to: number, pseudonyms: Pseudonyms): string {
  let result = '';
  let at = from;
  for (const { start, end, kind } of spans) {
    const value = text.slice(start, end);
    result += text.slice(at, start) + (kind === 'UNSCANNED' ? unscanned(value.length) : pseudonyms.of(kind, value));
    at = end;
  }
  return result + text.slice(at, to);
}

/** Counts what was found. */
export function countSpans(spans: readonly Span[], counts: FindingCounts): void {
  let previous: Span | undefined;
  for (const span of spans) {
    if (!(span.kind === BLOCK && previous?.kind === BLOCK && span.start - previous.end <= BLOCK_GAP)) counts.add(span.kind);
    previous = span;
  }
}
