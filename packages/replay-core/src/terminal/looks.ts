import type { EmulatorState, Look } from './emulator-state.ts';

/** Flags among the colours of the foreground. */
const FOREGROUND = { inverse: 0x4000000, bold: 0x8000000, underline: 0x10000000, blink: 0x20000000, invisible: 0x40000000, strikethrough: 0x80000000 } as const;
/** Flags among the colours of the background. */
const BACKGROUND = { italic: 0x4000000, dim: 0x8000000, extended: 0x10000000, protected: 0x20000000, overline: 0x40000000 } as const;
const COLOR = 0x3ffffff;
/** Where links lead that the emulator forgot, while cells still look like them. */
const FORGOTTEN = 'about:blank';
const UNDERLINE_STYLE = 0x1c000000;

/** What a cell that was erased looks like: a background and nothing else. */
export function isErasedLook({ fg, bg }: Pick<Look, 'fg' | 'bg'>): boolean {
  return fg === 0 && (bg & ~COLOR) === 0;
}

/** Whether flags and what they stand for fit together: after a restored cursor they may not. */
export function isSound({ fg, bg, extended }: Look): boolean {
  const style = (extended._ext & UNDERLINE_STYLE) >>> 26;
  return ((fg & FOREGROUND.underline) !== 0) === (style !== 0) && ((bg & BACKGROUND.extended) !== 0) === (style !== 0 || extended.urlId !== 0);
}

/** The sequences that give what is printed from now on a look, whatever it had before. */
export function lookSequence(look: Look, state: Pick<EmulatorState, '_oscLinkService'>): string {
  return linkSequence(look, state) + plainSequence(look);
}

/** The same without the link. */
export function plainSequence(look: Look): string {
  return colorSequence(look) + ((look.bg & BACKGROUND.protected) !== 0 ? '\u001b[1"q' : '');
}

/** The background of erased cells. */
export function eraseSequence(bg: number): string {
  return `\u001b[0${colorOf(bg, 40)}m`;
}

/** The sequence that gives what is printed from now on a link, or none. */
export function linkSequence({ bg, extended: { urlId } }: Look, { _oscLinkService }: Pick<EmulatorState, '_oscLinkService'>): string {
  if (urlId === 0 || (bg & BACKGROUND.extended) === 0) return '\u001b]8;;\u001b\\';
  const link = _oscLinkService.getLinkData(urlId) ?? { uri: FORGOTTEN };
  return `\u001b]8;${link.id === undefined ? '' : `id=${link.id}`};${link.uri}\u001b\\`;
}

function colorSequence({ fg, bg, extended: { _ext } }: Look): string {
  const has = (value: number, flag: number, code: string): string => ((value & flag) !== 0 ? code : '');
  const style = (_ext & UNDERLINE_STYLE) >>> 26;
  const underline = (fg & FOREGROUND.underline) === 0 ? '' : style > 1 ? `;4:${String(style)}` : ';4';
  return `\u001b[0${[
    has(fg, FOREGROUND.bold, ';1'), has(bg, BACKGROUND.dim, ';2'), has(bg, BACKGROUND.italic, ';3'), underline, has(fg, FOREGROUND.blink, ';5'), has(fg, FOREGROUND.inverse, ';7'),
    has(fg, FOREGROUND.invisible, ';8'), has(fg, FOREGROUND.strikethrough, ';9'), has(bg, BACKGROUND.overline, ';53'), colorOf(fg, 30), colorOf(bg, 40), underlineColorOf(_ext),
  ].join('')}m`;
}

/** @param base - 30 for the foreground, 40 for the background. */
function colorOf(value: number, base: number): string {
  const index = value & 0xff;
  switch ((value & COLOR) >>> 24) {
    case 1: return `;${String(index < 8 ? base + index : base + 60 + (index & 7))}`;
    case 2: return `;${String(base + 8)};5;${String(index)}`;
    case 3: return `;${String(base + 8)};2;${rgbOf(value, ';')}`;
    default: return '';
  }
}

function underlineColorOf(value: number): string {
  const mode = (value & COLOR) >>> 24;
  if (mode === 3) return `;58:2::${rgbOf(value, ':')}`;
  return mode === 2 ? `;58:5:${String(value & 0xff)}` : '';
}

function rgbOf(value: number, separator: string): string {
  return [(value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff].join(separator);
}
