/** A part of a text and what stands there instead. Offsets count UTF-16 units. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A text after edits that do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at);
}

/** The blanks before a place. */
export function blanksBefore(text: string, at: number): string {
  return /\s*$/.exec(text.slice(Math.max(0, at - 1000), at))?.[0] ?? '';
}
