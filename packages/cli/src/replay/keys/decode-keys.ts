/** Something that was pressed or pasted. */
export type KeyPress =
  /** A key as a key map writes it, such as `Shift+ArrowLeft`, `Control+c` or `a`. */
  | { readonly key: string }
  /** Text that was pasted: it asks for nothing. */
  | { readonly paste: string };

/** Reads the keys of a terminal. */
export interface KeyDecoder {
  /** Takes bytes as they come, however they are split. @returns What they say for sure. */
  push(bytes: Uint8Array): readonly KeyPress[];
  /** Whether what came last may go on, such as an Escape that may begin a key. */
  readonly waiting: boolean;
  /** Says that nothing more came for a while: an Escape by itself was the key. */
  flush(): readonly KeyPress[];
}

const PASTE_BEGIN = '\u001b[200~';
const PASTE_END = '\u001b[201~';
/** A paste or a sequence that does not end is no more than this. */
const LONGEST = 65_536;
/** Keys by the last character of their CSI or SS3 sequence. */
const BY_LETTER: Readonly<Record<string, string>> = { A: 'ArrowUp', B: 'ArrowDown', C: 'ArrowRight', D: 'ArrowLeft', H: 'Home', F: 'End', P: 'F1', Q: 'F2', R: 'F3', S: 'F4', Z: 'Shift+Tab' };
/** Keys by the number of their CSI sequence that ends with `~`. */
const BY_NUMBER: Readonly<Record<string, string>> = { 1: 'Home', 2: 'Insert', 3: 'Delete', 4: 'End', 5: 'PageUp', 6: 'PageDown', 7: 'Home', 8: 'End' };
const BY_CHARACTER: Readonly<Record<string, string>> = { '\r': 'Enter', '\n': 'Enter', '\t': 'Tab', '\u007f': 'Backspace', '\b': 'Backspace', '\u001b': 'Escape', '\u0000': 'Control+ ' };

/** Makes a decoder with nothing in it. */
export function createKeyDecoder(): KeyDecoder {
  const utf8 = new TextDecoder();
  let left = '';
  const read = (over: boolean): readonly KeyPress[] => {
    const found: KeyPress[] = [];
    for (;;) {
      const [length, pressed] = next(left, over);
      if (length === 0) return found;
      left = left.slice(length);
      if (pressed) found.push(pressed);
    }
  };
  return {
    push(bytes) {
      left += utf8.decode(bytes, { stream: true });
      return read(left.length > LONGEST);
    },
    get waiting() {
      return left !== '';
    },
    flush: () => read(true),
  };
}

/** The first thing of a text, and how many characters say so; 0 while it may go on. @param over - Whether nothing more will come. */
function next(text: string, over: boolean): readonly [length: number, pressed?: KeyPress | undefined] {
  if (text === '') return [0];
  if (text.startsWith(PASTE_BEGIN)) {
    const end = text.indexOf(PASTE_END);
    if (end < 0) return over && text.length > LONGEST ? [text.length] : [0];
    return [end + PASTE_END.length, { paste: text.slice(PASTE_BEGIN.length, end) }];
  }
  if (text[0] !== '\u001b') return character(text);
  if (text.length === 1) return over ? [1, { key: 'Escape' }] : [0];
  const second = text[1] ?? '';
  if (second === '[' || second === 'O') return sequence(text, over);
  if (second === '\u001b') return [1, { key: 'Escape' }];
  const [length, pressed] = character(text.slice(1));
  return [length + 1, pressed && 'key' in pressed ? { key: `Alt+${pressed.key}` } : undefined];
}

function character(text: string): readonly [length: number, pressed: KeyPress | undefined] {
  const [first = ''] = text;
  const code = first.codePointAt(0) ?? 0;
  const key = BY_CHARACTER[first] ?? (code < 32 ? `Control+${String.fromCharCode(code + 96)}` : first);
  return [first.length, { key }];
}

/** A key whose sequence begins with `ESC [` or `ESC O`. */
function sequence(text: string, over: boolean): readonly [length: number, pressed?: KeyPress | undefined] {
  // eslint-disable-next-line no-control-regex -- Escape is what is looked for
  const found = text[1] === 'O' ? /^\u001bO([@-~])/.exec(text) : /^\u001b\[([0-?]*)[ -/]*([@-~])/.exec(text);
  if (!found) {
    if (!over) return [0];
    return text.length === 2 ? [2, { key: `Alt+${text[1] ?? ''}` }] : [text.length]; // half a key is no key
  }
  const [all, parameters = '', last = ''] = text[1] === 'O' ? [found[0], '', found[1]] : found;
  const [number = '', held = '1'] = parameters.split(';');
  const name = last === '~' ? BY_NUMBER[number] : /^[\d;]*$/.test(parameters) ? BY_LETTER[last] : undefined;
  return [all.length, name === undefined ? undefined : { key: `${modifiers(Number(held) - 1)}${name}` }];
}

/** What is held, as xterm counts it: 1 Shift, 2 Alt, 4 Control. */
function modifiers(held: number): string {
  return `${held & 4 ? 'Control+' : ''}${held & 2 ? 'Alt+' : ''}${held & 1 ? 'Shift+' : ''}`;
}
