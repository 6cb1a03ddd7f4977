import type { ReplayStore, TerminalTrack } from '@playhead/replay-core';
import { Terminal } from '@xterm/xterm';
import { openReplay, type Line } from '../../testing/build-session.ts';

const CALL = 'terminal-1';
/** When test sessions begin: microseconds since the Unix epoch. */
const BEGIN = 1_760_000_000_000_000;

/** A piece of output, or another size, at a time in seconds. */
export type Printed = readonly [seconds: number, text: string] | readonly [seconds: number, columns: number, rows: number];

/** A session with one recorded terminal of 40 × 10. */
export function terminalLines(printed: readonly Printed[], exitCode?: number): Line[] {
  const last = (printed.at(-1)?.[0] ?? 0) + 1;
  return [
    { type: 'terminal_command', data: { command: 'bash', pty: { columns: 40, rows: 10 } }, call: CALL, seconds: 1 },
    ...printed.map((piece): Line => (piece.length === 2
      ? { type: 'terminal_output', data: { text: piece[1], stream: 'pty' }, call: CALL, seconds: piece[0] }
      : { type: 'terminal_resize', data: { columns: piece[1], rows: piece[2] }, call: CALL, seconds: piece[0] })),
    ...(exitCode === undefined ? [] : [{ type: 'terminal_output', data: { text: '', stream: 'pty', exitCode }, call: CALL, seconds: last }, { type: 'tool_result', data: { status: exitCode === 0 ? 'ok' : 'failed' }, call: CALL, seconds: last }]),
  ];
}

/** A replay of it, at its beginning, with the track of its terminal. */
export async function openRecorded(printed: readonly Printed[], exitCode?: number): Promise<{ readonly store: ReplayStore; readonly track: TerminalTrack }> {
  const store = await openReplay(terminalLines(printed, exitCode));
  store.setIdle('wall');
  return { store, track: await store.terminal(CALL, () => Promise.resolve(Terminal)) };
}

/** Microseconds since the Unix epoch of a time in seconds. */
export function at(seconds: number): number {
  return BEGIN + Math.round(seconds * 1_000_000);
}

/** Every cell of a screen with its looks, the cursor and the size. */
export function cells(terminal: Terminal): readonly string[] {
  const { active } = terminal.buffer;
  return [
    `${terminal.cols}×${terminal.rows} ${active.type} ${active.cursorX},${active.cursorY}`,
    ...Array.from({ length: terminal.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row);
      return Array.from({ length: terminal.cols }, (_cell, column) => {
        const cell = line?.getCell(column);
        return cell ? `${cell.getChars() || ' '}${cell.getWidth()}:${cell.getFgColorMode()}.${cell.getFgColor()}.${cell.getBgColorMode()}.${cell.getBgColor()}.${cell.isBold()}${cell.isDim()}${cell.isItalic()}${cell.isUnderline()}${cell.isInverse()}${cell.isStrikethrough()}` : '';
      }).join('|');
    }),
  ];
}

/** What an emulator that was fed from the beginning shows at a moment. */
export async function fedTo(printed: readonly Printed[], seconds: number): Promise<readonly string[]> {
  const terminal = new Terminal({ cols: 40, rows: 10, allowProposedApi: true });
  let text = '';
  const flush = async (): Promise<void> => {
    if (text !== '') await new Promise<void>((done) => terminal.write(text, done));
    text = '';
  };
  for (const piece of printed) {
    if (piece[0] > seconds) break;
    if (piece.length === 2) text += piece[1];
    else {
      await flush();
      terminal.resize(piece[1], piece[2]);
    }
  }
  await flush();
  const shown = cells(terminal);
  terminal.dispose();
  return shown;
}
