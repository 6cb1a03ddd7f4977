import { Terminal } from '@xterm/headless';
import type { TerminalScreen } from '../types.ts';

/** Does to a fresh emulator what a screen says. @returns What it then shows, without blanks at the ends. */
export async function showOn({ writes }: TerminalScreen): Promise<{ columns: number; text: string }> {
  const terminal = new Terminal({ allowProposedApi: true });
  for (const { columns, rows, data } of writes) {
    terminal.resize(columns, rows);
    await new Promise<void>((done) => { terminal.write(data, done); });
  }
  const { active } = terminal.buffer;
  const lines = Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
  const shown = { columns: terminal.cols, text: lines.join('\n').trimEnd() };
  terminal.dispose();
  return shown;
}
