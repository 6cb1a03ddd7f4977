/** A stretch of text, or one character that would not be seen. */
export interface TextPiece {
  readonly text: string;
  /** Whether `text` names a character that is invisible or turns the direction of writing. */
  readonly invisible: boolean;
}

// Controls other than tab and line feed, zero-width and direction-changing characters, tags, variation of spaces.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu;

/**
 * Splits text so that characters which would hide what it says can be shown by their code point,
 * such as `U+202E`. Linear in the length.
 */
export function visiblePieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), invisible: false });
    const code = match[0].codePointAt(0) ?? 0;
    pieces.push({ text: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`, invisible: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), invisible: false });
  return pieces;
}

/** Whether a text has a character that would not be seen. */
export function hidesCharacters(text: string): boolean {
  return text.search(INVISIBLE) >= 0;
}

/** A text as one string, characters that would not be seen as their code points. */
export function visibleText(text: string): string {
  return visiblePieces(text).map((piece) => piece.text).join('');
}

/** Longer lines of recorded text are cut where they are drawn, in characters. */
export const LONGEST_LINE = 5000;
