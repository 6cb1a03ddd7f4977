import { type Charset, type EmulatorState, type Line, type Look, type ScreenBuffer, stateOf } from './emulator-state.ts';
import { isSound, lookSequence } from './looks.ts';
import { goTo, LinePainter, lookAt } from './paint-lines.ts';
import type { Emulator } from './types.ts';

/** The beginnings of replaced sets of characters, with the letter that selects each. */
const CHARSETS: readonly (readonly [string, string])[] = [
  ['0', '`\u25c6'], ['4', '#£@¾'], ['R', '#£@à'], ['Y', '#£@§[°'], ['Z', '#£@§[¡'], ['A', '#£'], ['C', '[Ä\\Ö]Å'], ['Q', '@à[â'], ['K', '@§[Ä'], ['E', '@Ä[Æ'], ['H', '@É[Ä'], ['=', '#ù@à'],
];
const SHIFTS = ['\u000f', '\u000e', '\u001bn', '\u001bo'] as const;
const MOUSE: Readonly<Record<string, string>> = { X10: '9', VT200: '1000', DRAG: '1002', ANY: '1003' };
const DEFAULT_LOOK: Look = { fg: 0, bg: 0, extended: { _ext: 0, urlId: 0 } };
/** So many rows come with `scrollback: true`. */
const HISTORY = 1000;

/**
 * Writes down what an emulator shows, as output that makes another one, of the same size and after a reset, show the same and go on the same:
 * cells with all they look like, both buffers, cursor, modes, margins, tab stops and sets of characters.
 *
 * @param terminal - A `Terminal` of `@xterm/headless` or `@xterm/xterm` 6.0.0, between two sequences: what was begun and not ended is lost.
 * @param options.scrollback - With the last 1,000 rows that scrolled out of sight. Default false.
 * @throws PlayheadError `usage` when it is another emulator.
 *
 * @example
 * ```ts
 * function copyScreen(from: Emulator, to: Emulator): void {
 *   to.reset();
 *   to.resize(from.cols, from.rows);
 *   to.write(serializeScreen(from));
 * }
 * ```
 */
export function serializeScreen(terminal: Emulator, options: { readonly scrollback?: boolean } = {}): string {
  const state = stateOf(terminal);
  const { normal, alt, active } = state.buffers;
  const size = { columns: terminal.cols, rows: terminal.rows };
  const normalPart = new LinePainter(state, size).paint(normal, options.scrollback ? HISTORY : 0) + placesOf(normal, size, state);
  // What was begun is cancelled; options outlive a reset.
  const begin = `\u0018\u001b[20${state.optionsService.rawOptions.convertEol ? 'h' : 'l'}`;
  if (active === normal) {
    const savedThere = savedCursorOf(alt, size, state); // it outlives the alternate screen
    return `${savedThere === '' ? begin : `${begin}\u001b[?47h${savedThere}${plain(state)}\u001b[?47l`}${normalPart}${endOf(normal, size, state)}`;
  }
  const away = `${goTo(normal.y, Math.min(normal.x, size.columns - 1))}${plain(state)}\u001b[?47h`;
  return `${begin}${normalPart}${away}${new LinePainter(state, size).paint(alt, 0)}${placesOf(alt, size, state)}${endOf(alt, size, state)}`;
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Tab stops, margins and the saved cursor of the buffer that is shown. */
function placesOf(buffer: ScreenBuffer, { columns, rows }: Size, state: EmulatorState): string {
  const parts: string[] = [];
  const stops = Object.keys(buffer.tabs).map(Number).filter((column) => buffer.tabs[column] === true && column < columns);
  if (stops.length !== Math.ceil(columns / 8) || stops.some((column) => column % 8 !== 0)) {
    parts.push('\u001b[3g', ...stops.map((column) => `${goTo(0, column)}\u001bH`));
  }
  if (buffer.scrollTop !== 0 || buffer.scrollBottom !== rows - 1) parts.push(`\u001b[${String(buffer.scrollTop + 1)};${String(buffer.scrollBottom + 1)}r`);
  return parts.join('') + savedCursorOf(buffer, { columns, rows }, state);
}

function savedCursorOf(buffer: ScreenBuffer, { columns, rows }: Size, state: EmulatorState): string {
  const { fg, bg } = buffer.savedCurAttrData;
  const y = Math.min(Math.max(0, buffer.savedY - buffer.ybase), rows - 1);
  if (buffer.savedX === 0 && y === 0 && fg === 0 && bg === 0 && !buffer.savedCharset) return '';
  // Of a saved look the emulator keeps no more than colours and flags; whatever makes the flags will do.
  const extended = { _ext: (fg & 0x10000000) !== 0 ? 1 << 26 : 0, urlId: 0 };
  const link = (bg & 0x10000000) !== 0 && extended._ext === 0;
  return `${lookSequence({ fg, bg, extended }, state)}${link ? '\u001b]8;;x\u001b\\' : ''}${goTo(y, Math.min(buffer.savedX, columns - 1))}\u001b(${letterOf(buffer.savedCharset)}${SHIFTS[0]}\u001b7\u001b(B`;
}

/** Look and characters as after a reset. */
function plain(state: EmulatorState): string {
  return `\u001b(B${SHIFTS[0]}${lookSequence(DEFAULT_LOOK, state)}`;
}

/** Sets of characters, modes, look and cursor. What moves the cursor comes before it; what was printed last is printed last, since it can be repeated. */
function endOf(buffer: ScreenBuffer, { columns }: Size, state: EmulatorState): string {
  const { coreService: { modes, decPrivateModes: mode, isCursorHidden }, _charsetService: { charset, glevel, _charsets }, _inputHandler: { _curAttrData: look, _parser: { precedingJoinState } } } = state;
  const parts: string[] = [];
  if (mode.origin) parts.push('\u001b[?6h');
  const restores = (charset !== _charsets[glevel] && charset === buffer.savedCharset) || (!isSound(look) && look.fg === buffer.savedCurAttrData.fg && look.bg === buffer.savedCurAttrData.bg);
  if (restores) parts.push(charsetsOf(state), lookSequence({ fg: (look.extended._ext & 0x1c000000) === 0 ? 0 : 0x10000000, bg: look.extended.urlId === 0 ? 0 : 0x10000000, extended: look.extended }, state), '\u001b8', charset === _charsets[glevel] ? (SHIFTS[glevel] ?? '') : '');
  const place = (column: number): string => goTo(buffer.y - (mode.origin ? buffer.scrollTop : 0), column);
  const line = buffer.lines.get(buffer.ybase + buffer.y);
  const width = (precedingJoinState >>> 1) & 3;
  const before = buffer.x >= columns && line?.getWidth(columns - 1) === 0 ? 2 : 1;
  const repeatable = precedingJoinState !== 0 && width > 0 && buffer.x >= width && line !== undefined && line.getWidth(buffer.x - width) === width && line.hasContent(buffer.x - width) !== 0;
  if (!repeatable) {
    parts.push(place(Math.min(buffer.x, columns - 1)));
    if (buffer.x >= columns && line) parts.push(beyondEnd(buffer, line, { column: columns - before, place, state, charset: restores ? charset : undefined }));
  }
  if (!restores) parts.push(charsetsOf(state));
  parts.push(
    flag('?1', mode.applicationCursorKeys), mode.applicationKeypad ? '\u001b=' : '', flag('?2004', mode.bracketedPasteMode), flag('?45', mode.reverseWraparound), flag('?1004', mode.sendFocus),
    mode.wraparound ? '' : '\u001b[?7l', flag('4', modes.insertMode), `\u001b[?25${isCursorHidden ? 'l' : 'h'}`, `\u001b[?12${state.optionsService.rawOptions.cursorBlink ? 'h' : 'l'}`,
    mouseOf(state), cursorStyleOf(mode), flag('?2026', mode.synchronizedOutput),
  );
  if (!restores || isSound(look)) parts.push(lookSequence(look, state));
  if (repeatable) {
    const column = buffer.x - width;
    parts.push(place(column), modes.insertMode ? `\u001b[${String(width)}P${place(column)}` : '', typed(line.getString(column), charset));
  }
  return parts.join('');
}

function charsetsOf({ _charsetService: { glevel, _charsets } }: EmulatorState): string {
  const designated = ['(', ')', '*', '+'].map((designator, level) => (_charsets[level] ? `\u001b${designator}${letterOf(_charsets[level])}` : ''));
  return designated.join('') + (glevel === 0 ? '' : (SHIFTS[glevel] ?? ''));
}

/** Puts the cursor behind the last column, where it waits to wrap. */
function beyondEnd(buffer: ScreenBuffer, line: Line, { column, place, state, charset }: { readonly column: number; readonly place: (column: number) => string; readonly state: EmulatorState; readonly charset: Charset | undefined }): string {
  if (line.hasContent(column) !== 0) return place(column) + lookSequence(lookAt(line, column), state) + typed(line.getString(column), charset);
  // What was there is gone: it is printed on the other screen, which takes the cursor along and is blank the next time.
  return buffer === state.buffers.normal ? '\u001b[?47hx\u001b[?47l' : ' ';
}

function flag(name: string, set: boolean): string {
  return set ? `\u001b[${name}h` : '';
}

function mouseOf({ coreMouseService: { activeProtocol, activeEncoding } }: EmulatorState): string {
  return flag(`?${MOUSE[activeProtocol] ?? ''}`, activeProtocol in MOUSE) + flag('?1006', activeEncoding === 'SGR') + flag('?1016', activeEncoding === 'SGR_PIXELS');
}

function cursorStyleOf({ cursorStyle, cursorBlink }: EmulatorState['coreService']['decPrivateModes']): string {
  if (cursorStyle === undefined && cursorBlink === undefined) return '';
  const style = cursorStyle === undefined ? 7 : { block: 1, underline: 3, bar: 5 }[cursorStyle];
  return `\u001b[${String(cursorBlink === false ? style + 1 : style)} q`;
}

function letterOf(charset: Charset | undefined): string {
  if (!charset) return 'B';
  const text = Object.entries(charset).map(([from, to]) => from + to).join('');
  return CHARSETS.find(([, beginning]) => text.startsWith(beginning))?.[0] ?? 'B';
}

/** What has to be printed so that a text shows, where some characters are replaced. */
function typed(text: string, charset: Charset | undefined): string {
  if (!charset || text.length !== 1) return text;
  return Object.keys(charset).find((character) => charset[character] === text) ?? text;
}
