import { spawn } from '@lydell/node-pty';
import { join } from 'node:path';
import type { SessionRecord } from '@playhead/protocol';
import { expect, vi } from 'vitest';
import { temporary } from './support.ts';
import { environmentOf, recordsOf } from './terminal-recording.ts';

/** Somebody who sits at a terminal in which a command is recorded. */
export interface RecordedPerson {
  readonly pid: number;
  /** What the terminal showed so far. */
  shown(): string;
  /** Waits until the terminal shows something, from where the last wait ended. */
  sees(text: string): Promise<void>;
  /** Presses keys, one by one. */
  types(keys: string): void;
  /** Gives all at once, as a paste does. */
  pastes(text: string): void;
  resizes(columns: number, rows: number): void;
  /** Waits for the end. @returns The exit code of the recorder, or the signal that ended it. */
  ended(): Promise<{ exitCode: number; signal?: number | undefined }>;
  records(): Promise<readonly SessionRecord[]>;
  /** Waits until some of what was typed is recorded: before that the end of the command would hide it. */
  keeps(typed: string): Promise<void>;
}

/** Sits down and records a command. */
export function sitDown(bin: string, command: readonly string[], options: { readonly flags?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {}): RecordedPerson {
  const home = temporary();
  const env = environmentOf(home, options.env);
  const pty = spawn(process.execPath, [bin, 'record', ...(options.flags ?? []), '--', ...command], { cols: 90, rows: 30, cwd: home, env, name: 'xterm-256color' });
  let shown = '';
  let seen = 0;
  pty.onData((text) => { shown += text; });
  const end = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => { pty.onExit(resolve); });
  return {
    pid: pty.pid,
    shown: () => shown,
    async sees(text) {
      await vi.waitFor(() => {
        const at = shown.indexOf(text, seen);
        if (at < 0) throw new Error(`it does not show ${JSON.stringify(text)} but ${JSON.stringify(shown.slice(seen))}`);
        seen = at + text.length;
      }, { timeout: 20_000, interval: 20 });
    },
    types: (keys) => { for (const key of keys) pty.write(key); },
    pastes: (text) => pty.write(text),
    resizes: (columns, rows) => pty.resize(columns, rows),
    ended: () => end,
    records: () => recordsOf(join(home, 'data')),
    keeps: (typed) => vi.waitFor(async () => expect(typedOf(await recordsOf(join(home, 'data'))).text).toContain(typed)),
  };
}

/** What was recorded of the keys. */
export function typedOf(records: readonly SessionRecord[]): { text: string; redacted: number } {
  const typed = records.filter(({ type }) => type === 'terminal_input');
  return { text: typed.map(({ data }) => String(data['text'])).join(''), redacted: typed.filter(({ data }) => data['redacted'] === true).length };
}
