import { applySgr, PLAIN, type TextStyle } from './sgr.ts';

/** A stretch of terminal text in one style. */
export interface AnsiSpan {
  readonly text: string;
  /** Class names; empty for plain text. */
  readonly className: string;
  /** A colour that has no class of its own, as a CSS value. */
  readonly color?: string | undefined;
  /** A background that has no class of its own, as a CSS value. */
  readonly background?: string | undefined;
}

// Each branch starts at an escape (or its 8-bit form) and none contains one before its end, so the scan is linear.
// eslint-disable-next-line no-control-regex -- escapes are what it looks for
const ESCAPES = /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]|\u001b/g;
const LETTERS: Readonly<Record<string, string>> = { black: 'k', red: 'r', green: 'g', yellow: 'y', blue: 'b', magenta: 'm', cyan: 'c', white: 'w' };

/**
 * Reads the looks of terminal output and leaves every other control sequence out: no title, no link,
 * no clipboard, no cursor. A line that was overwritten after a carriage return shows its last state.
 * Linear in the length; never throws.
 *
 * @param text - The output.
 * @param options.maxSpans - After so many stretches the rest is shown plain. Default 10,000.
 */
export function parseAnsi(text: string, options: { readonly maxSpans?: number } = {}): AnsiSpan[] {
  const { maxSpans = 10_000 } = options;
  const spans: AnsiSpan[] = [];
  let style = PLAIN;
  let look = lookOf(style);
  let pieces: string[] = [];
  let from = 0;
  const flush = (): void => {
    if (pieces.length > 0) spans.push({ text: pieces.join(''), ...look });
    pieces = [];
  };
  const push = (piece: string): void => { if (piece) pieces.push(piece); };
  const source = overwriteLines(text);
  for (const match of source.matchAll(ESCAPES)) {
    push(withoutControls(source.slice(from, match.index)));
    from = match.index + match[0].length;
    if (match[2] !== 'm') continue;
    style = applySgr(style, match[1] ?? '');
    const next = spans.length < maxSpans - 1 ? lookOf(style) : lookOf(PLAIN);
    if (next.className === look.className && next.color === look.color && next.background === look.background) continue;
    flush();
    look = next;
  }
  push(withoutControls(source.slice(from)));
  flush();
  return spans;
}

/** The text alone, as {@link parseAnsi} shows it. */
export function stripAnsi(text: string): string {
  return parseAnsi(text, { maxSpans: 0 }).map((span) => span.text).join('');
}

function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it takes out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

function overwriteLines(text: string): string {
  const unified = text.replace(/\r+\n/g, '\n');
  if (!unified.includes('\r')) return unified;
  return unified.split('\n').map((line) => line.slice(line.lastIndexOf('\r', line.length - 2) + 1)).join('\n');
}

function lookOf(style: TextStyle): Omit<AnsiSpan, 'text'> {
  const { inverse } = style;
  const color = inverse ? style.background : style.color;
  const background = inverse ? (style.color ?? 'var(--ph-term-fg)') : style.background;
  const names: string[] = [];
  const own: { color?: string; background?: string } = {};
  if (background !== undefined) {
    // Every colour of the theme is legible against the terminal's own background, so that is the text on it.
    names.push(background === 'var(--ph-ansi-red)' ? 'a-inv' : background === 'var(--ph-ansi-green)' ? 'a-ginv' : background.startsWith('rgb') ? 'a-tint' : 'a-on');
    if (names[0] === 'a-tint' || names[0] === 'a-on') own.background = background;
  } else if (color !== undefined) {
    const letter = letterOf(color);
    names.push(letter === undefined ? 'a-rgb' : `a-${letter}`);
    if (letter === undefined) own.color = color;
  } else if (style.dim) names.push('a-k');
  if (style.bold && names[0] !== 'a-inv' && names[0] !== 'a-ginv') names.push('a-B');
  if (style.italic) names.push('a-I');
  if (style.underline) names.push('a-U');
  if (style.strike) names.push('a-S');
  return { className: names.join(' '), ...own };
}

function letterOf(color: string): string | undefined {
  const [, bright, name = ''] = /^var\(--ph-ansi-(bright-)?(\w+)\)$/.exec(color) ?? [];
  const letter = LETTERS[name];
  if (letter === undefined) return undefined;
  // Black and bright black by what they are for: quiet text is `k`.
  return letter === 'k' ? (bright ? 'k' : 'xk') : `${bright ? 'x' : ''}${letter}`;
}
