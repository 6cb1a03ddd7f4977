import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { loadEmulator } from '../src/replay/screen/load-emulator.ts';
import type { CellGrid } from '../src/replay/screen/cell-grid.ts';
import { readScreen } from '../src/replay/screen/read-screen.ts';
import { temporary } from './support.ts';

const Terminal = await loadEmulator();

/** Whether there is a tmux. CI must have one. */
export function hasTmux(): boolean {
  const found = spawnSync('tmux', ['-V']).status === 0;
  if (!found && process.env['PLAYHEAD_REQUIRE_BROWSER'] === '1') throw new Error('There is no tmux, so nothing drives playhead replay in a terminal. Install it: apt-get install tmux.');
  if (!found) process.stderr.write('No tmux was found, so nothing drives playhead replay in a terminal. Install it: apt-get install tmux.\n');
  return found;
}

/** Whether there is a `less`. CI must have one. */
export function hasLess(): boolean {
  const found = spawnSync('less', ['--version']).status === 0;
  if (!found && process.env['PLAYHEAD_REQUIRE_BROWSER'] === '1') throw new Error('There is no less, so nothing tries what is longer than the screen. Install it: apt-get install less.');
  return found;
}

/** Whether there is a `script`. CI must have one. */
export function hasScript(): boolean {
  const found = spawnSync('script', ['--version']).status === 0;
  if (!found && process.env['PLAYHEAD_REQUIRE_BROWSER'] === '1') throw new Error('There is no script, so nothing sees all that playhead replay shows. Install it: apt-get install bsdutils.');
  return found;
}

/** A window of a tmux of its own, with a program in it. */
export interface Window {
  /** Presses keys, as tmux calls them. */
  keys(...names: readonly string[]): void;
  /** Answers what a key asks for: presses it, types, presses Enter. */
  answer(key: string, text: string): void;
  /** Types characters. */
  type(text: string): void;
  /** What is to be seen, as text. */
  text(): string;
  /** What is to be seen, cell by cell. */
  cells(): Promise<CellGrid>;
  /** Waits until the text shows something. */
  shows(what: string | RegExp): Promise<void>;
  resize(columns: number, rows: number): void;
  /** Whether a flag of the pane is set, such as `alternate_on`. */
  flag(name: string): boolean;
  /** The program that runs in the window. */
  pid(): number;
}

/** Opens a window. When the program ends, its exit code and how it left the terminal are told. */
export function openWindow(command: readonly string[], { columns = 80, rows = 24, env = {} }: { columns?: number; rows?: number; env?: Readonly<Record<string, string>> } = {}): Window {
  const home = temporary();
  const socket = join(home, 'tmux');
  const tmux = (...args: readonly string[]): string => execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', ...env } });
  const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), `${quoted}; echo "ended with $?"; stty -a | grep -ow -- '-\\?icanon'; exec cat`);
  afterAll(() => { spawnSync('tmux', ['-S', socket, 'kill-server']); });
  const text = (): string => tmux('capture-pane', '-p');
  let size = { columns, rows };
  return {
    keys: (...names) => void tmux('send-keys', ...names),
    answer: (key, answered) => void tmux('send-keys', '-l', key, ';', 'send-keys', '-l', answered, ';', 'send-keys', 'Enter'),
    type: (typed) => void tmux('send-keys', '-l', typed),
    text,
    async cells() {
      const emulator = new Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
      const seen = tmux('capture-pane', '-e', '-p', '-N').replace(/\n$/, '').replaceAll('\n', '\r\n');
      await new Promise<void>((done) => { emulator.write(seen, done); });
      return readScreen(emulator);
    },
    shows: (what) => expect.poll(text).toMatch(what),
    resize(wide, high) {
      size = { columns: wide, rows: high };
      tmux('resize-window', '-x', String(wide), '-y', String(high));
    },
    flag: (name) => tmux('display-message', '-p', `#{${name}}`).trim() === '1',
    pid() {
      const shell = tmux('display-message', '-p', '#{pane_pid}').trim();
      return Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim());
    },
  };
}

/** The rows of a part of a screen, with how each cell is drawn. */
export function part(grid: CellGrid, columns: number, rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, y) => Array.from({ length: columns }, (_, x) => `${grid.texts[y * grid.columns + x]}{${grid.styles[y * grid.columns + x]}}`).join('').replace(/(?: \{\})+$/, ''));
}
