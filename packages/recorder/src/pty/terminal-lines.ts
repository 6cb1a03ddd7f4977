/** A line as it left the terminal's cursor, or a mark of the shell among the lines. */
export type TerminalLine =
  | { readonly kind: 'line'; readonly text: string }
  /** A mark by which a shell says where a prompt, a command and its output begin, and how it ended: `OSC 133 ; …`. */
  | { readonly kind: 'mark'; readonly text: string; readonly before: string };

/** Makes lines of what is printed, whatever is cut apart. Its time is linear in the text, its memory bounded. */
export interface TerminalLines {
  /** @param hear - Hears each line that ends, and each mark. */
  push(text: string, hear: (line: TerminalLine) => void): void;
  /** The line that is open. */
  readonly open: string;
  /** Whether the alternate screen is on: there a program paints, and nothing is a line. */
  readonly painting: boolean;
}

/** Of a longer line, and of a longer sequence, no more is looked at. */
const LONGEST = 400;

/** Options of {@link createTerminalLines}. */
export interface TerminalLinesOptions {
  /** Of a longer line the rest is left out; in characters. Default 400. */
  readonly longest?: number;
}

const ESCAPE = 0x1b;
// eslint-disable-next-line no-control-regex -- control characters are what it finds
const CONTROLS = /[\u0000-\u001f\u007f]/g;
/** What follows the escape of a colour: most sequences of a flood are one. */
const COLOUR = /\[[\d;:]*m/y;
const BELL = 0x07;

/**
 * Makes lines of what one terminal prints.
 *
 * @example
 * ```ts
 * createTerminalLines().push('10%\r100%\n', (line) => console.log(line.text)); // 100%
 * ```
 */
export function createTerminalLines({ longest = LONGEST }: TerminalLinesOptions = {}): TerminalLines {
  let line = '';
  let sequence = '';
  let state: 'text' | 'escape' | 'control' | 'string' | 'string-escape' = 'text';
  let painting = false;
  let returned = false; // the cursor is at the beginning of the line, which what comes overwrites
  let hear: (line: TerminalLine) => void = () => undefined;

  /** @param fed - That a line feed ended it: blank lines are lines then, too. */
  const end = (fed = false): void => {
    if (!painting && (fed || line.trim() !== '')) hear({ kind: 'line', text: line });
    line = '';
    returned = false;
  };
  const control = (final: string): void => {
    if ((final === 'h' || final === 'l') && /^\?(?:1049|1047|47)$/.test(sequence)) {
      end();
      painting = final === 'h';
    } else if ('ABEFHdf'.includes(final)) end(); // another row
    else if (final === 'G' || (final === 'K' && sequence !== '' && sequence !== '0')) line = '';
  };
  const string = (): void => {
    if (sequence.startsWith(']133;')) hear({ kind: 'mark', text: sequence.slice(5), before: line });
  };
  const text = (from: string, start: number, stop: number): void => {
    if (stop > start && returned) [line, returned] = ['', false];
    if (!painting && line.length < longest) line += from.slice(start, Math.min(stop, start + longest - line.length));
  };

  return {
    get open() { return line; },
    get painting() { return painting; },
    push(piece, listener) {
      hear = listener;
      let start = 0;
      for (let index = 0; index < piece.length; index += 1) {
        if (state === 'text') {
          CONTROLS.lastIndex = index;
          if (!CONTROLS.test(piece)) break;
          index = CONTROLS.lastIndex - 1;
        }
        const code = piece.charCodeAt(index);
        if (state === 'text') {
          text(piece, start, index);
          start = index + 1;
          if (code === ESCAPE) {
            COLOUR.lastIndex = start;
            if (COLOUR.test(piece)) [index, start] = [COLOUR.lastIndex - 1, COLOUR.lastIndex];
            else state = 'escape';
          } else if (code === 0x0a) end(true);
          else if (code === 0x0d) returned = true;
          else if (code === 0x08) line = line.slice(0, -1);
          else if (code === 0x09) text('\t', 0, 1);
          continue;
        }
        start = index + 1;
        if (state === 'escape') {
          sequence = '';
          state = code === 0x5b ? 'control' : code === 0x5d || code === 0x50 || code === 0x5f || code === 0x5e ? 'string' : code >= 0x20 && code < 0x30 ? 'escape' : 'text';
          if (state === 'string') sequence = piece[index] ?? '';
        } else if (state === 'control') {
          if (code >= 0x40 && code <= 0x7e) {
            state = 'text';
            control(piece[index] ?? '');
          } else if (code === ESCAPE) state = 'escape';
          else if (sequence.length < LONGEST) sequence += piece[index] ?? '';
        } else if (state === 'string') {
          if (code === BELL) {
            state = 'text';
            string();
          } else if (code === ESCAPE) state = 'string-escape';
          else if (sequence.length < LONGEST) sequence += piece[index] ?? '';
        } else {
          state = code === 0x5c ? 'text' : 'escape';
          string();
          if (state === 'escape') index -= 1; // an escape ends a string, too, and begins what comes
        }
      }
      if (state === 'text') text(piece, start, piece.length);
    },
  };
}
