/** How a stretch of terminal text looks. Colours are CSS values made of our tokens or of numbers. */
export interface TextStyle {
  readonly color?: string | undefined;
  readonly background?: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly inverse: boolean;
}

/** Text without any colour. */
export const PLAIN: TextStyle = { bold: false, dim: false, italic: false, underline: false, strike: false, inverse: false };

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const LONGEST_PARAMETERS = 128;
const LEVELS = [0, 95, 135, 175, 215, 255] as const;

/** The style after a "select graphic rendition" sequence. What is not understood changes nothing. */
export function applySgr(style: TextStyle, parameters: string): TextStyle {
  if (parameters.length > LONGEST_PARAMETERS || /[<=>?]/.test(parameters)) return style;
  const groups = parameters.split(';');
  let next = style;
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index] ?? '';
    const code = Number.parseInt(group, 10) || 0;
    if (code !== 38 && code !== 48 && code !== 58) {
      next = group.includes(':') && code === 4 ? { ...next, underline: !group.startsWith('4:0') } : applyCode(next, code);
      continue;
    }
    // 38:2::r:g:b keeps to one group, 38;2;r;g;b takes the next ones.
    const inner = group.includes(':') ? group.split(':').slice(1) : groups.slice(index + 1, index + 5);
    const isPalette = inner[0] === '5';
    const numbers = inner.slice(1).map((part) => Number.parseInt(part, 10));
    const rgb = group.includes(':') && inner.length > 4 ? numbers.slice(1) : numbers;
    const color = isPalette ? paletteColor(numbers[0] ?? 0) : inner[0] === '2' ? rgbColor(rgb) : undefined;
    if (!group.includes(':')) index += isPalette ? 2 : inner[0] === '2' ? 4 : 0;
    if (code === 38) next = { ...next, color };
    else if (code === 48) next = { ...next, background: color };
  }
  return next;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code >= 30 && code <= 37) return { ...style, color: named(code - 30) };
  if (code >= 90 && code <= 97) return { ...style, color: named(code - 82) };
  if (code >= 40 && code <= 47) return { ...style, background: named(code - 40) };
  if (code >= 100 && code <= 107) return { ...style, background: named(code - 92) };
  switch (code) {
    case 0: return PLAIN;
    case 1: return { ...style, bold: true };
    case 2: case 8: return { ...style, dim: true }; // concealed text is shown: nothing recorded hides
    case 3: return { ...style, italic: true };
    case 4: case 21: return { ...style, underline: true };
    case 7: return { ...style, inverse: true };
    case 9: return { ...style, strike: true };
    case 22: return { ...style, bold: false, dim: false };
    case 23: return { ...style, italic: false };
    case 24: return { ...style, underline: false };
    case 27: return { ...style, inverse: false };
    case 28: return { ...style, dim: false };
    case 29: return { ...style, strike: false };
    case 39: return { ...style, color: undefined };
    case 49: return { ...style, background: undefined };
    default: return style;
  }
}

function named(index: number): string {
  const name = NAMES[index % 8] ?? 'white';
  return `var(--ph-ansi-${index > 7 ? 'bright-' : ''}${name})`;
}

function paletteColor(code: number): string | undefined {
  if (code < 0 || code > 255) return undefined;
  if (code < 16) return named(code);
  if (code > 231) return rgbColor([8 + (code - 232) * 10, 8 + (code - 232) * 10, 8 + (code - 232) * 10]);
  const index = code - 16;
  return rgbColor([LEVELS[Math.floor(index / 36)] ?? 0, LEVELS[Math.floor(index / 6) % 6] ?? 0, LEVELS[index % 6] ?? 0]);
}

function rgbColor(parts: readonly number[]): string | undefined {
  const [red, green, blue] = parts;
  return [red, green, blue].every((part) => part !== undefined && part >= 0 && part <= 255) ? `rgb(${red} ${green} ${blue})` : undefined;
}
