const LONGEST_ID = 200;
const LONGEST_TITLE = 120;

/** An id as the index knows it: a long one becomes its beginning and a checksum. */
export function boundedId(id: string): string {
  if (id.length <= LONGEST_ID) return id;
  return `${id.slice(0, LONGEST_ID - 20)}#${measureLine(id).hash.toString(16)}#${id.length}`;
}

/** A title of bounded length. */
export function boundedTitle(text: string): string {
  return text.length <= LONGEST_TITLE ? text : `${text.slice(0, LONGEST_TITLE - 1)}…`;
}

/** A copy that does not keep alive the text that it was cut from. */
export function ownCopy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string; // a string stays one
}

/** The length of a text in UTF-8, and a checksum, in one pass. */
export function measureLine(line: string): { readonly bytes: number; readonly hash: number } {
  let bytes = line.length;
  let hash = 0x811c9dc5;
  for (let index = 0; index < line.length; index += 1) {
    const unit = line.charCodeAt(index);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return { bytes, hash: hash >>> 0 };
}

/** Keeps one copy of each text, however often it comes, and numbers them in the order of their coming. */
export class Texts {
  readonly all: string[] = [];
  readonly #numbers: Map<string, number> = new Map();

  /** The kept copy of a text. */
  kept(text: string): string {
    return this.all[this.numberOf(text)] ?? text;
  }

  /** The number of a text, which it gets when it is new. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const copy = ownCopy(text);
    this.#numbers.set(copy, this.all.length);
    return this.all.push(copy) - 1;
  }
}
