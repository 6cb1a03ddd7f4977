import { stateOf, type EmulatorState, type Line, type ScreenBuffer } from './emulator-state.ts';
import type { Emulator } from './types.ts';

/** A link on the screen of an emulator. Where it leads is whatever a program printed: filter it before anybody can follow it. */
export interface ScreenLink {
  /** Where it leads: what the program said (OSC 8), else what stands there. */
  readonly address: string;
  /** Where it stands, row by row: a row of the buffer, its first cell and the one after its last. */
  readonly parts: readonly { readonly row: number; readonly from: number; readonly to: number }[];
}

/** Of a text that goes on over more rows than this, the rest is left out: no address is that long. */
const MOST_ROWS = 40;
const HAS_EXTENDED = 0x10000000;
const ADDRESS = /https?:\/\/[^\s"'`<>{}|\\^]+/gi;
/** A longer address leads nowhere; looking for its end would take long. */
const LONGEST_ADDRESS = 4000;
/** What ends a sentence, or the brackets around an address. */
const BEHIND = /[.,:;!?*]+$/;

/**
 * Finds the links on a part of an emulator's screen: those that a program made (OSC 8), and addresses of the web in the text, also over several rows.
 *
 * @param emulator - A `Terminal` of `@xterm/headless` or `@xterm/xterm` 6.0.0.
 * @param first - The first row of the active buffer to look at.
 * @param last - The last one. What begins before or goes on behind them is found whole.
 * @throws PlayheadError `usage` for another emulator.
 *
 * @example
 * ```ts
 * const { Terminal } = (await import('@xterm/headless')).default;
 * const terminal = new Terminal({ allowProposedApi: true });
 * terminal.write('see https://example.com/docs.', () => console.log(screenLinks(terminal, 0, 23)));
 * ```
 */
export function screenLinks(emulator: Emulator, first: number, last: number): readonly ScreenLink[] {
  const state = stateOf(emulator);
  const { lines } = state.buffers.active;
  const links: ScreenLink[] = [];
  let row = first;
  for (let above = 0; above < MOST_ROWS && row > 0 && lines.get(row)?.isWrapped; above += 1) row -= 1;
  while (row <= last && row < lines.length) {
    const text = readText(state, row);
    links.push(...linksOf(text));
    row += text.rows;
  }
  return links.filter(({ parts }) => parts.some((part) => part.row >= first && part.row <= last));
}

/** A line as it was printed, maybe over several rows: each character with its cell, and the link it was given. */
interface Text {
  readonly rows: number;
  readonly cells: readonly { readonly text: string; readonly row: number; readonly column: number; readonly width: number; readonly link: string | undefined }[];
}

function readText(state: EmulatorState, start: number): Text {
  const { lines }: ScreenBuffer = state.buffers.active;
  const cells: Text['cells'][number][] = [];
  let rows = 0;
  for (let line = lines.get(start); line && (rows === 0 || line.isWrapped) && rows < MOST_ROWS; line = lines.get(start + rows)) {
    for (let column = 0; column < line.length; column += Math.max(1, line.getWidth(column))) {
      cells.push({ text: line.hasContent(column) ? line.getString(column) : ' ', row: start + rows, column, width: Math.max(1, line.getWidth(column)), link: linkAt(state, line, column) });
    }
    rows += 1;
  }
  return { rows: Math.max(1, rows), cells };
}

function linkAt({ _oscLinkService }: EmulatorState, line: Line, column: number): string | undefined {
  const urlId = (line.getBg(column) & HAS_EXTENDED) === 0 ? 0 : line._extendedAttrs[column]?.urlId ?? 0;
  return urlId === 0 ? undefined : _oscLinkService.getLinkData(urlId)?.uri;
}

function linksOf({ cells }: Text): ScreenLink[] {
  const links: ScreenLink[] = [];
  for (let from = 0; from < cells.length;) {
    const { link } = cells[from] ?? {};
    let to = from + 1;
    while (to < cells.length && cells[to]?.link === link) to += 1;
    if (link === undefined) links.push(...addressesIn(cells.slice(from, to)));
    else links.push({ address: link, parts: partsOf(cells.slice(from, to)) });
    from = to;
  }
  return links;
}

/** Addresses in text that no program made a link of. */
function addressesIn(cells: Text['cells']): ScreenLink[] {
  const text = cells.map((cell) => cell.text).join('');
  const cellAt = cells.flatMap((cell, place) => Array.from({ length: cell.text.length }, () => place));
  return [...text.matchAll(ADDRESS)].filter(([found]) => found.length <= LONGEST_ADDRESS).map(({ 0: found, index }) => {
    const address = withoutEnd(found);
    return { address, parts: partsOf(cells.slice(cellAt[index], (cellAt[index + address.length - 1] ?? 0) + 1)) };
  });
}

function withoutEnd(address: string): string {
  let end = address.replace(BEHIND, '');
  const closesMore = (open: string, close: string): boolean => end.endsWith(close) && end.split(close).length > end.split(open).length;
  for (let most = 8; most > 0 && (closesMore('(', ')') || closesMore('[', ']')); most -= 1) end = end.slice(0, -1).replace(BEHIND, '');
  return end;
}

function partsOf(cells: Text['cells']): ScreenLink['parts'] {
  const parts: { row: number; from: number; to: number }[] = [];
  for (const { row, column, width } of cells) {
    const part = parts.at(-1);
    if (part?.row === row) part.to = column + width;
    else parts.push({ row, from: column, to: column + width });
  }
  return parts;
}
