/** A stretch of recorded text. */
export interface RecordedPiece {
  readonly type: 'text' | 'hit' | 'redacted';
  /** What stands there; of something redacted: its kind. */
  readonly text: string;
}

/** What redaction leaves: `[[GITHUB_TOKEN:7f3a9c]]`, `[[TEXT:7f3a9c:~256]]`, `[[UNSCANNED:~256]]`. */
const REDACTED = /\[\[([A-Z][A-Z0-9_]{1,40}):(?:[0-9a-f]{6})?:?(?:~(\d{1,12}))?\]\]/g;
const MOST_PIECES = 1000;

/** Splits text at what was redacted and at what is searched for, ignoring case. Linear in the length. */
export function recordedPieces(text: string, query = ''): RecordedPiece[] {
  const pieces: RecordedPiece[] = [];
  let from = 0;
  if (hasRedactions(text)) {
    for (const match of text.matchAll(REDACTED)) {
      if (pieces.length > MOST_PIECES) break;
      addText(pieces, text.slice(from, match.index), query);
      const [, kind = '', length] = match;
      pieces.push({ type: 'redacted', text: `${kind.toLowerCase().replaceAll('_', ' ')}${length === undefined ? '' : ` ~${length}`}` });
      from = match.index + match[0].length;
    }
  }
  addText(pieces, text.slice(from), query);
  return pieces;
}

/** Whether a text may hold what redaction leaves. */
export function hasRedactions(text: string): boolean {
  return text.includes('[[');
}

/** What a text that was withheld as a whole was, such as `prompt`; undefined when something else is left of it. */
export function withheld(text: string): string | undefined {
  const pieces = text.length < 100 ? recordedPieces(text.trim()) : [];
  const [only] = pieces;
  return pieces.length === 1 && only?.type === 'redacted' ? only.text : undefined;
}

function addText(pieces: RecordedPiece[], text: string, query: string): void {
  const wanted = query.trim().toLowerCase();
  const lower = wanted === '' ? '' : text.toLowerCase();
  let from = 0;
  // Where lower case is longer than the text, places in one are not places in the other.
  if (wanted !== '' && lower.length === text.length) {
    for (let at = lower.indexOf(wanted); at >= 0 && pieces.length < MOST_PIECES; at = lower.indexOf(wanted, from)) {
      if (at > from) pieces.push({ type: 'text', text: text.slice(from, at) });
      pieces.push({ type: 'hit', text: text.slice(at, at + wanted.length) });
      from = at + wanted.length;
    }
  }
  if (from < text.length) pieces.push({ type: 'text', text: text.slice(from) });
}
