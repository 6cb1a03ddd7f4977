import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import type { CommandContext, CommandInput, CommandOption } from '../command.ts';
import { widthOf } from '../replay/screen/cell-grid.ts';

/** `--no-pager`. */
export const noPagerOption: CommandOption = { type: 'boolean', about: 'print all at once, also what is longer than the screen' };

/**
 * Prints lines; on a terminal, what is longer than the screen through the user's `PAGER`, else through `less -R`. `PAGER=cat` and `--no-pager`
 * print all at once, and so does what cannot be started.
 */
export async function printLines(lines: readonly string[], input: CommandInput, context: CommandContext): Promise<void> {
  const pager = input.flag('no-pager') ? undefined : pagerFor(lines, context);
  if (pager === undefined || !(await page(pager, lines, context))) for (const line of lines) context.output.line(line);
}

function pagerFor(lines: readonly string[], { screen, env }: CommandContext): string | undefined {
  if (!screen) return undefined;
  const pager = env['PAGER'] ?? 'less -R';
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(stripVTControlCharacters(line)) / screen.columns)), 0);
  return pager.trim() === '' || pager.trim() === 'cat' || rows < screen.rows ? undefined : pager;
}

/** @returns False when there is no such program: then nothing was printed. */
async function page(pager: string, lines: readonly string[], { env }: CommandContext): Promise<boolean> {
  const child = spawn(pager, { shell: true, stdio: ['pipe', 'inherit', 'inherit'], env: { LESS: 'FRX', ...env } });
  child.stdin.on('error', () => undefined); // closed before it read all: enough was seen
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  // Ctrl-C is for the pager: were this process to end of it, the shell and the pager would both read the keys.
  const leave = (): void => undefined;
  process.on('SIGINT', leave);
  const [code] = (await once(child, 'close').catch(() => [127])) as [number | null]; // the arguments of this event
  process.off('SIGINT', leave);
  return code !== 127 && code !== 126;
}
