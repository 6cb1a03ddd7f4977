import type { EmulatorState, Line, Look, ScreenBuffer } from './emulator-state.ts';
import { linkSequence, lookSequence } from './looks.ts';
import { lookAt } from './paint-lines.ts';

/** Whether two emulators of one size show the same and go on the same, as far as what is in sight goes. */
export function isSameScreen(a: EmulatorState, b: EmulatorState, { columns, rows }: { readonly columns: number; readonly rows: number }): boolean {
  const alternate = a.buffers.active === a.buffers.alt;
  if (alternate !== (b.buffers.active === b.buffers.alt)) return false;
  const buffers = [[a.buffers.normal, b.buffers.normal], ...(alternate ? [[a.buffers.alt, b.buffers.alt]] : [])] as [ScreenBuffer, ScreenBuffer][]; // pairs, by the line itself
  for (const [one, other] of buffers) {
    if (one.scrollTop !== other.scrollTop || one.scrollBottom !== other.scrollBottom) return false;
    for (let row = 0; row < rows; row += 1) {
      const [line, copy] = [one.lines.get(one.ybase + row), other.lines.get(other.ybase + row)];
      if (!line || !copy || !isSameLine(line, copy, [a, b], columns)) return false;
    }
  }
  return restOf(a) === restOf(b);
}

function isSameLine(line: Line, copy: Line, [a, b]: readonly [EmulatorState, EmulatorState], columns: number): boolean {
  if (line.isWrapped !== copy.isWrapped) return false;
  for (let column = 0; column < columns; column += 1) {
    const [fg, bg] = [line.getFg(column), line.getBg(column)];
    if (line.getWidth(column) !== copy.getWidth(column) || line.getString(column) !== copy.getString(column)) return false;
    const plain = fg === copy.getFg(column) && bg === copy.getBg(column) && (bg & 0x10000000) === 0;
    if (!plain && lookSequence(lookAt(line, column), a) !== lookSequence(lookAt(copy, column), b)) return false;
  }
  return true;
}

/** Cursor, modes and look. */
function restOf(state: EmulatorState): string {
  const { buffers: { active }, coreService: { modes, decPrivateModes, isCursorHidden }, coreMouseService: { activeProtocol, activeEncoding }, _charsetService: { charset, glevel }, _inputHandler: { _curAttrData, _parser } } = state;
  const look = (of: Look): string => lookSequence(of, state);
  const extended = { _ext: 0, urlId: 0 };
  return JSON.stringify([
    active.x, active.y, modes, decPrivateModes, isCursorHidden, activeProtocol, activeEncoding, charset ?? null, glevel, ...untold(_curAttrData, state), look(_curAttrData), _parser.precedingJoinState & 6,
    active.savedX === 0 ? 0 : Math.min(active.savedX, 1), look({ fg: active.savedCurAttrData.fg, bg: active.savedCurAttrData.bg, extended }), active.savedCharset ?? null,
  ]);
}

/** What a restored cursor can leave behind so that sequences do not tell: an underline without a style, a link without its flag. Another look brings it to light. */
function untold({ fg, bg, extended }: Look, state: EmulatorState): readonly unknown[] {
  return [(fg >>> 28) & 1, (bg >>> 28) & 1, (extended._ext >>> 26) & 7, linkSequence({ fg, bg: bg | 0x10000000, extended }, state)];
}
