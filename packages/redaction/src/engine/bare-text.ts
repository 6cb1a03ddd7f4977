/** A text without escapes and escape sequences, and where each stretch of it stood. */
export interface BareText {
  readonly text: string;
  /** The lines of it that had escapes: what stands elsewhere stood like this in the original. In order. */
  readonly changed: readonly { readonly start: number; readonly end: number }[];
  /** The place in the original of a stretch that begins before `start` and ends before `end`. */
  original(start: number, end: number): { readonly start: number; readonly end: number };
}

// All runs are bounded, so that no text makes it look at a place again and again.
// eslint-disable-next-line no-control-regex
const ESCAPES = /\\{1,64}(?:u001b|u001B|x1b|x1B|033|e(?=\[))(?:\[[0-?]{0,32}[ -/]{0,4}[@-~])?|\\{1,64}(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|["'`/nrtbf])|\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b\n]{0,512}(?:\u0007|\u001b\\)|[()][0-9A-B]|[=>78cDEHMNOZ])|%[0-7][0-9a-fA-F]/g;
const PLAIN: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };

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
  const bareAt: number[] = [0];
  const rawAt: number[] = [0];
  const rawLength: number[] = [0];
  let raw = 0;
  let bare = 0;
  ESCAPES.lastIndex = 0;
  for (let match = ESCAPES.exec(text); match; match = ESCAPES.exec(text)) {
    const [escape] = match;
    const plain = unescaped(escape);
    pieces.push(text.slice(raw, match.index), plain);
    bare += match.index - raw;
    bareAt.push(bare, bare + plain.length);
    rawAt.push(match.index, match.index + escape.length);
    rawLength.push(escape.length, 0);
    bare += plain.length;
    raw = match.index + escape.length;
  }
  if (pieces.length === 0) return undefined;
  pieces.push(text.slice(raw));
  const whole = pieces.join('');
  const place = (at: number): number => {
    let low = 0;
    let high = bareAt.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((bareAt[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    text: whole,
    changed: linesAround(whole, bareAt),
    original(start, end) {
      const first = place(start);
      const last = place(end - 1);
      const lastRaw = rawAt[last] ?? 0;
      return {
        start: (rawAt[first] ?? 0) + (start - (bareAt[first] ?? 0)),
        end: (rawLength[last] ?? 0) > 0 ? lastRaw + (rawLength[last] ?? 0) : lastRaw + (end - (bareAt[last] ?? 0)),
      };
    },
  };
}

/** A text as it was meant: what a pseudonym is made of, so that one value has one however it is written. */
export function withoutEscapes(text: string): string {
  return mayHaveEscapes(text) ? text.replaceAll(ESCAPES, unescaped) : text;
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

/** The lines in which some places lie; what escapes of line ends part is one line here, as it was in the original. */
function linesAround(text: string, places: readonly number[]): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  for (let index = 1; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    const last = lines.at(-1);
    if (last && place <= last.end) continue;
    const start = text.lastIndexOf('\n', place - 1) + 1;
    const newline = text.indexOf('\n', place);
    const end = newline < 0 ? text.length : newline;
    if (last && start <= last.end) lines[lines.length - 1] = { start: last.start, end };
    else lines.push({ start, end });
  }
  return lines;
}
