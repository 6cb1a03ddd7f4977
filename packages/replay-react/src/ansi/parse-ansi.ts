/** A stretch of terminal text in one style. */
export interface AnsiSpan {
  readonly text: string;
  /** Class names; empty for plain text. */
  readonly className: string;
}

// Each branch starts at an escape and none contains one before its end, so the scan is linear.
// eslint-disable-next-line no-control-regex -- escapes are what it looks for
const ESCAPES = /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]|\u001b/g;
const COLORS = ['xk', 'r', 'g', 'y', 'b', 'm', 'c', 'w'] as const;
const BRIGHT = ['k', 'xr', 'xg', 'xy', 'xb', 'xm', 'xc', 'xw'] as const;
const LONGEST_PARAMETERS = 64;

interface Style {
  readonly color: string;
  readonly bold: boolean;
  readonly inverse: string;
}

const PLAIN: Style = { color: '', bold: false, inverse: '' };

/**
 * Reads the colours of terminal output and leaves every other control sequence out: no title, no link,
 * no clipboard, no cursor. A line that was overwritten after a carriage return shows its last state.
 * Linear in the length.
 *
 * @param text - The output.
 * @param options.maxSpans - After so many stretches the rest is shown plain. Default 10,000.
 */
export function parseAnsi(text: string, options: { readonly maxSpans?: number } = {}): AnsiSpan[] {
  const { maxSpans = 10_000 } = options;
  const spans: AnsiSpan[] = [];
  let style = PLAIN;
  let from = 0;
  const push = (piece: string): void => {
    if (!piece) return;
    const className = spans.length < maxSpans ? classNameOf(style) : '';
    const last = spans.at(-1);
    if (last && last.className === className) spans[spans.length - 1] = { text: last.text + piece, className };
    else spans.push({ text: piece, className });
  };
  const source = overwriteLines(text);
  for (const match of source.matchAll(ESCAPES)) {
    push(withoutControls(source.slice(from, match.index)));
    from = match.index + match[0].length;
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
  }
  push(withoutControls(source.slice(from)));
  return spans;
}

/** The text alone, as {@link parseAnsi} shows it. */
export function stripAnsi(text: string): string {
  return parseAnsi(text, { maxSpans: 0 }).map((span) => span.text).join('');
}

function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it takes out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

function overwriteLines(text: string): string {
  const unified = text.replaceAll('\r\n', '\n');
  if (!unified.includes('\r')) return unified;
  return unified.split('\n').map((line) => line.slice(line.lastIndexOf('\r', line.length - 2) + 1)).join('\n');
}

function applySgr(style: Style, parameters: string): Style {
  if (parameters.length > LONGEST_PARAMETERS) return style;
  const codes = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const color = codes[index + 1] === 5 ? paletteName(codes[index + 2] ?? 0) : '';
      index += codes[index + 1] === 5 ? 2 : 4;
      if (code === 38) next = { ...next, color };
      continue;
    }
    next = applyCode(next, code);
  }
  return next;
}

function applyCode(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 22) return { ...style, bold: false, color: style.color === 'k' ? '' : style.color };
  if (code === 2) return style.color ? style : { ...style, color: 'k' };
  if (code === 7) return { ...style, inverse: style.color === 'g' ? 'ginv' : 'inv' };
  if (code === 27 || code === 49) return { ...style, inverse: '' };
  if (code >= 30 && code <= 37) return { ...style, color: COLORS[code - 30] ?? '' };
  if (code >= 90 && code <= 97) return { ...style, color: BRIGHT[code - 90] ?? '' };
  if (code === 39) return { ...style, color: '' };
  if (code === 41 || code === 101) return { ...style, inverse: 'inv' };
  if (code === 42 || code === 102) return { ...style, inverse: 'ginv' };
  return style;
}

function paletteName(code: number): string {
  if (code < 8) return COLORS[code] ?? '';
  return code < 16 ? (BRIGHT[code - 8] ?? '') : '';
}

function classNameOf(style: Style): string {
  if (style.inverse) return `a-${style.inverse}`;
  return [style.color && `a-${style.color}`, style.bold && 'a-B'].filter(Boolean).join(' ');
}
