/** A text without escapes and escape sequences, and where each stretch of it stood. */
export interface BareText {
  readonly text: string;
  /** The lines of it that had escapes: what stands elsewhere stood like this in the original. In order. */
  readonly changed: readonly { readonly start: number; readonly end: number }[];
  /** The place in the original of a stretch that begins before `start` and ends before `end`. */
  original(start: number, end: number): { readonly start: number; readonly end: number };
}

// All runs are bounded, so that no text makes it look at a place again and again.
// eslint-disable-next-line no-control-regex -- escape sequences of terminals are what it takes out
const ESCAPES = /\\{1,64}(?:u001b|u001B|x1b|x1B|033|e(?=\[))(?:\[[0-?]{0,32}[ -/]{0,4}[@-~])?|\\{1,64}(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|["'`/nrtbf])|\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b\n]{0,512}(?:\u0007|\u001b\\)|[()][0-9A-B]|[=>78cDEHMNOZ])|%[0-7][0-9a-fA-F]/y;
const EVERY_ESCAPE = new RegExp(ESCAPES.source, 'g');
const STARTS = ['\\', '\u001b', '%'] as const;
const PLAIN: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };

const BACKSLASH = 92;
/** What most escapes are: a backslash and one of these. */
const SIMPLE: ReadonlyMap<number, string> = new Map(['"', "'", '`', '/', 'n', 'r', 't', 'b', 'f'].map((sign) => [sign.charCodeAt(0), PLAIN[sign] ?? sign]));

/** Whether a text can have escapes or escape sequences at all. */
export function mayHaveEscapes(text: string): boolean {
  return text.includes('\\') || text.includes('\u001b') || text.includes('%');
}

/**
 * Takes escapes of JSON, however deep, of addresses (`%2D`) and of terminals out of a text, so that what they interrupt is one again.
 *
 * @returns Undefined when there are none.
 */
export function bareText(text: string): BareText | undefined {
  const pieces: string[] = [];
  const escapes = { bareAt: [] as number[], bareEnd: [] as number[], rawAt: [] as number[], rawEnd: [] as number[] };
  let raw = 0;
  let bare = 0;
  const following = STARTS.map((sign) => text.indexOf(sign));
  for (let at = nearest(following); at >= 0; at = nearest(following)) {
    let plain = text.charCodeAt(at) === BACKSLASH ? SIMPLE.get(text.charCodeAt(at + 1)) : undefined;
    let length = 2;
    if (plain === undefined) {
      ESCAPES.lastIndex = at;
      const escape = ESCAPES.exec(text)?.[0];
      if (escape !== undefined) plain = unescaped(escape);
      length = escape?.length ?? 1;
    }
    if (plain !== undefined) {
      if (at > raw) pieces.push(text.slice(raw, at));
      pieces.push(plain);
      bare += at - raw;
      escapes.bareAt.push(bare);
      bare += plain.length;
      raw = at + length;
      escapes.bareEnd.push(bare);
      escapes.rawAt.push(at);
      escapes.rawEnd.push(raw);
    }
    for (let index = 0; index < STARTS.length; index += 1) {
      const place = following[index] ?? -1;
      if (place >= 0 && place < at + length) following[index] = text.indexOf(STARTS[index] ?? '', at + length);
    }
  }
  if (pieces.length === 0) return undefined;
  pieces.push(text.slice(raw));
  const whole = pieces.join('');
  return {
    text: whole,
    changed: linesAround(whole, escapes.bareAt, escapes.bareEnd),
    original(start, end) {
      const first = lastAtOrBefore(escapes.bareAt, start);
      const last = lastAtOrBefore(escapes.bareAt, end - 1);
      return { start: rawStart(escapes, first, start), end: rawEnd(escapes, last, end) };
    },
  };
}

/** The escapes of a text: where each stood, and where what it means stands. In order. */
interface Escapes { readonly bareAt: readonly number[]; readonly bareEnd: readonly number[]; readonly rawAt: readonly number[]; readonly rawEnd: readonly number[] }

function rawStart({ bareEnd, rawAt, rawEnd: ends }: Escapes, index: number, place: number): number {
  if (index < 0) return place;
  const behind = place - (bareEnd[index] ?? 0);
  return behind < 0 ? (rawAt[index] ?? 0) : (ends[index] ?? 0) + behind;
}

function rawEnd({ bareEnd, rawEnd: ends }: Escapes, index: number, place: number): number {
  return index < 0 ? place : (ends[index] ?? 0) + Math.max(0, place - (bareEnd[index] ?? 0));
}

/** The last of ascending numbers that is not above another; -1 when all are. */
function lastAtOrBefore(numbers: readonly number[], most: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A text as it was meant: what a pseudonym is made of, so that one value has one however it is written. */
export function withoutEscapes(text: string): string {
  return mayHaveEscapes(text) ? text.replaceAll(EVERY_ESCAPE, unescaped) : text;
}

/** The least place that there is, or -1. */
function nearest(places: readonly number[]): number {
  let least = -1;
  for (const place of places) if (place >= 0 && (least < 0 || place < least)) least = place;
  return least;
}

function unescaped(escape: string): string {
  const first = escape.charCodeAt(0);
  if (first === 27) return '';
  if (first === 37) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  const sign = escape.replace(/^\\+/, '');
  if (/^(?:u001b|x1b|033|e)/i.test(sign)) return '';
  if (sign.length > 1) {
    const char = String.fromCharCode(Number.parseInt(sign.slice(1), 16));
    return char;
  }
  return PLAIN[sign] ?? sign;
}

/** The lines in which escapes stand; what escapes of line ends part is one line here, as it was in the original. */
function linesAround(text: string, starts: readonly number[], ends: readonly number[]): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  for (let index = 0; index < starts.length; index += 1) {
    const place = ends[index] ?? 0;
    const last = lines.at(-1);
    if (last && place <= last.end) continue;
    const start = text.lastIndexOf('\n', (starts[index] ?? 0) - 1) + 1;
    const newline = text.indexOf('\n', place);
    const end = newline < 0 ? text.length : newline;
    if (last && start <= last.end) lines[lines.length - 1] = { start: last.start, end };
    else lines.push({ start, end });
  }
  return lines;
}
