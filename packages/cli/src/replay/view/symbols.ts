/** What the lines below a screen are drawn with. */
export interface Symbols {
  readonly play: string;
  readonly pause: string;
  readonly live: string;
  readonly moment: string;
  readonly snapshot: string;
  readonly error: string;
  /** From nothing to most. */
  readonly heat: readonly string[];
  readonly head: string;
  /** Right of a screen, below it, and where both meet. */
  readonly frame: readonly [right: string, below: string, corner: string];
  readonly between: string;
  readonly more: string;
  readonly times: string;
}

/** For terminals that show Unicode. */
export const unicodeSymbols: Symbols = {
  play: '▶', pause: '⏸', live: '●', moment: '▲', snapshot: '◆', error: '✗', heat: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'], head: '█', frame: ['│', '─', '┘'], between: '·', more: '…', times: '×',
};

/** For all others. */
export const asciiSymbols: Symbols = {
  play: '>', pause: '=', live: '*', moment: '^', snapshot: 'o', error: 'x', heat: [' ', '.', ':', '-', '=', '+', '*', '#', '%'], head: '|', frame: ['|', '-', '+'], between: '-', more: '.', times: 'x',
};

/** Whether the environment speaks of UTF-8. */
export function speaksUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  return /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');
}
