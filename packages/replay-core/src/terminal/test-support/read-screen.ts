import type { IBufferCell, IBufferLine, Terminal } from '@xterm/headless';

/** The part of an emulator that its types do not tell. */
interface Inside {
  readonly buffers: Record<'normal' | 'alt', InsideBuffer>;
  readonly coreService: { readonly isCursorHidden: boolean; readonly modes: object; readonly decPrivateModes: object };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
  readonly _charsetService: { readonly charset?: object; readonly glevel: number; readonly _charsets: readonly (object | undefined)[] };
  readonly _oscLinkService: { getLinkData(id: number): { readonly uri: string } | undefined };
  readonly optionsService: { readonly rawOptions: { readonly convertEol: boolean; readonly cursorBlink: boolean } };
  readonly _inputHandler: { readonly _curAttrData: InsideLook; readonly _parser: { readonly precedingJoinState: number } };
}
interface InsideBuffer {
  readonly x: number; readonly y: number; readonly ybase: number; readonly scrollTop: number; readonly scrollBottom: number; readonly tabs: Record<string, boolean>;
  readonly savedX: number; readonly savedY: number; readonly savedCurAttrData: InsideLook; readonly savedCharset?: object;
}
interface InsideLook { readonly fg: number; readonly bg: number; readonly extended: { readonly ext: number; readonly urlId: number } }

/** A row as its buffer keeps it: three numbers a cell, and beside them what they have no room for. */
interface InsideRow { readonly _data: Uint32Array; readonly _combined: object; readonly _extendedAttrs: object }

/**
 * Everything about a screen that can be seen or that makes what comes next come out otherwise, as lines to compare. Looks at the emulator itself.
 *
 * @param options.seen - Takes rows that were described before from here, and adds to it: screens after each byte have most of their rows in common.
 */
export function readScreen(terminal: Terminal, { history = 0, cursors = true, seen }: { readonly history?: number; readonly cursors?: boolean; readonly seen?: Map<string, string> } = {}): string[] {
  const core = (terminal as unknown as { _core: Inside })._core; // what its types do not tell
  const out: string[] = [];
  const { active, normal, alternate } = terminal.buffer;
  // A link that scrolled away is forgotten; what leads nowhere is as good.
  const hyperlink = (id: number): string => {
    const link = core._oscLinkService.getLinkData(id);
    return link?.uri.startsWith('http') ? JSON.stringify(link) : 'none';
  };
  for (const [name, buffer, inside] of [['normal', normal, core.buffers.normal], ['alternate', alternate, core.buffers.alt]] as const) {
    const shown = name === 'normal' || active.type === 'alternate'; // the alternate screen is blank whenever it is entered
    for (let row = -history; shown && row < terminal.rows; row += 1) {
      const line = buffer.getLine(buffer.baseY + row);
      if (!line) continue;
      const key = seen && keyOf(line, terminal.cols);
      const cells = (key !== undefined && seen?.get(key)) || describeCells(line, terminal.cols, hyperlink);
      if (key !== undefined) seen?.set(key, cells);
      out.push(`${name} ${String(row)}${line.isWrapped ? ' wrapped' : ''} ${cells}`);
    }
    const columns = terminal.cols;
    const saved = [Math.min(inside.savedX, columns - 1), Math.min(Math.max(0, inside.savedY - inside.ybase), terminal.rows - 1), colour(inside.savedCurAttrData), JSON.stringify(inside.savedCharset ?? null)];
    const tabs = Object.keys(inside.tabs).filter((stop) => inside.tabs[stop] === true && Number(stop) < columns).join(' ');
    out.push(`${name} saved ${saved.join(' ')}, region ${String(inside.scrollTop)}-${String(inside.scrollBottom)}, tabs ${tabs}`);
  }
  const inside = active.type === 'normal' ? core.buffers.normal : core.buffers.alt;
  if (cursors) out.push(`cursor ${String(inside.x)},${String(inside.y)} normal row ${String(core.buffers.normal.y)}`);
  const { coreService, coreMouseService, _charsetService, _inputHandler, optionsService } = core;
  out.push(`modes ${active.type} ${JSON.stringify([coreService.modes, coreService.decPrivateModes, coreService.isCursorHidden, coreMouseService.activeProtocol, coreMouseService.activeEncoding, optionsService.rawOptions.convertEol, optionsService.rawOptions.cursorBlink])}`);
  out.push(`charsets ${JSON.stringify([_charsetService.charset ?? null, _charsetService.glevel, [0, 1, 2, 3].map((level) => _charsetService._charsets[level] ?? null)])}`);
  out.push(`look ${colour(_inputHandler._curAttrData)} ${underline(_inputHandler._curAttrData.extended)} ${hyperlink(_inputHandler._curAttrData.extended.urlId)}`);
  out.push(`repeats ${String((_inputHandler._parser.precedingJoinState >>> 1) & 3)}`);
  return out;
}

/** The numbers of a row. Undefined where they are not all that it is made of. */
function keyOf(line: IBufferLine, columns: number): string | undefined {
  const { _data, _combined, _extendedAttrs } = (line as unknown as { readonly _line: InsideRow })._line; // what its types do not tell
  const isAll = Object.keys(_combined).length === 0 && Object.keys(_extendedAttrs).length === 0;
  return isAll ? Buffer.from(_data.buffer, _data.byteOffset, Math.min(_data.byteLength, columns * 12)).toString('latin1') : undefined;
}

function describeCells(line: IBufferLine, columns: number, hyperlink: (id: number) => string): string {
  const cells: string[] = [];
  let cell: IBufferCell | undefined;
  for (let column = 0; column < columns; column += 1) {
    cell = line.getCell(column, cell);
    if (cell) cells.push(describe(cell, hyperlink));
  }
  return cells.join('|');
}

function describe(cell: IBufferCell, hyperlink: (id: number) => string): string {
  const more = cell as unknown as { readonly bg: number; readonly extended: { readonly ext: number; readonly urlId: number } };
  const flags = [cell.isBold(), cell.isItalic(), cell.isDim(), cell.isUnderline(), cell.isBlink(), cell.isInverse(), cell.isInvisible(), cell.isStrikethrough(), cell.isOverline()].map((flag) => (flag ? '1' : '0')).join('');
  const extended = (more.bg & 0x10000000) === 0 ? '' : `${underline(more.extended)} ${hyperlink(more.extended.urlId)}`;
  return [cell.getChars(), cell.getWidth(), cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor(), flags === '000000000' ? '' : flags, (more.bg & 0x20000000) === 0 ? '' : 'protected', extended].join(',');
}

/** Style and colour of an underline, likewise. */
function underline({ ext }: { readonly ext: number }): string {
  const mode = (ext >>> 24) & 3;
  return `${String((ext >>> 26) & 7)} ${String(mode)} ${String(mode === 3 ? ext & 0xffffff : mode === 0 ? 0 : ext & 0xff)}`;
}

/** Colours without what an earlier colour left in numbers that mean nothing. */
function colour({ fg, bg }: InsideLook): string {
  return [fg, bg].map((value) => {
    const mode = (value >>> 24) & 3;
    return (mode === 3 ? value : mode === 0 ? value & ~0xffffff : value & ~0xffff00) >>> 0;
  }).join(' ');
}
