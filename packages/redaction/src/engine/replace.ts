import type { FindingCounts } from './findings.ts';
import { unscanned, type Pseudonyms } from './pseudonym.ts';
import type { Span } from './span.ts';

/** Lines of one key block are one finding. */
const BLOCK = 'PRIVATE_KEY';
const BLOCK_GAP = 24;

/** Puts pseudonyms where spans are, counts them, and gives the text from `from` to `to`. */
export function replaceSpans(text: string, spans: readonly Span[], from: number, to: number, pseudonyms: Pseudonyms, counts: FindingCounts): string {
  let result = '';
  let at = from;
  let previous: Span | undefined;
  for (const span of spans) {
    const value = text.slice(span.start, span.end);
    result += text.slice(at, span.start) + (span.kind === 'UNSCANNED' ? unscanned(value.length) : pseudonyms.of(span.kind, value));
    if (!(span.kind === BLOCK && previous?.kind === BLOCK && span.start - previous.end <= BLOCK_GAP)) counts.add(span.kind);
    at = span.end;
    previous = span;
  }
  return result + text.slice(at, to);
}
