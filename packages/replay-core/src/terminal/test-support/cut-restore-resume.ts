import { Terminal } from '@xterm/headless';
import { isAtGround, stateOf, writeNow } from '../emulator-state.ts';
import { serializeScreen } from '../serialize-screen.ts';
import { readScreen } from './read-screen.ts';

/** Where a kept screen was another one: after which byte, when, and the lines that differ. */
export interface Difference {
  readonly byte: number;
  readonly when: 'at once' | 'at the end';
  readonly lines: readonly string[];
}

/**
 * Feeds an emulator byte by byte. After each byte that ends a sequence and that `cut` picks, its screen is kept and restored in another
 * emulator, and both are compared by what they say of themselves; then the other is fed the rest, and both are compared again.
 */
export function cutRestoreResume(bytes: Uint8Array, { columns, rows, cut }: { readonly columns: number; readonly rows: number; readonly cut: (byte: number) => boolean }): { readonly cuts: number; readonly differences: readonly Difference[] } {
  const options = { cols: columns, rows, scrollback: 1000, allowProposedApi: true };
  const differences: Difference[] = [];
  const seen = new Map<string, string>();
  const whole = new Terminal(options);
  writeNow(stateOf(whole), bytes);
  const end = inSight(whole, seen);
  const terminal = new Terminal(options);
  const state = stateOf(terminal);
  let cuts = 0;
  for (let byte = 0; byte < bytes.length; byte += 1) {
    writeNow(state, bytes.subarray(byte, byte + 1));
    if (!cut(byte) || !isAtGround(state)) continue;
    cuts += 1;
    const other = new Terminal(options);
    writeNow(stateOf(other), new TextEncoder().encode(serializeScreen(terminal)));
    const compare = (when: Difference['when'], expected: readonly string[]): void => {
      const shown = inSight(other, seen);
      const lines = expected.filter((line, index) => line !== shown[index]);
      if (lines.length > 0) differences.push({ byte, when, lines });
    };
    compare('at once', inSight(terminal, seen));
    writeNow(stateOf(other), bytes.subarray(byte + 1));
    compare('at the end', end);
    other.dispose();
    if (differences.length > 3) break;
  }
  for (const used of [whole, terminal]) used.dispose();
  return { cuts, differences };
}

/** All but the row of a saved cursor: the emulator moves it with what scrolls, as far as rows are kept that did. */
function inSight(terminal: Terminal, seen: Map<string, string>): string[] {
  return readScreen(terminal, { seen }).map((line) => line.replace(/^(\w+ saved \d+) \d+/, '$1'));
}
