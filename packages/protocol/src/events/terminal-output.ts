import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** Bytes a command printed, with their escape sequences. */
export interface TerminalOutputData {
  /** The output. ANSI sequences are kept. */
  readonly text: TextValue;
  /** Which stream. Default `stdout`, which may hold both. */
  readonly stream?: 'stdout' | 'stderr' | 'pty';
  /** How `text` is written: `base64` for the bytes of a piece that is not UTF-8. Default: as it is. */
  readonly encoding?: 'base64';
  /** The exit code, with the last piece; 128 and the number of the signal where one ended it. */
  readonly exitCode?: number;
  /** The signal that ended it, such as `SIGTERM`, with the last piece. */
  readonly signal?: string;
  /** The place of the piece among those of its command, from 0. */
  readonly index?: number;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `terminal_output`. */
export const terminalOutput: EventDefinition<'terminal_output', TerminalOutputData> = defineEvent<TerminalOutputData>()({
  type: 'terminal_output',
  kind: 'command',
  title: 'Output',
  step: 'describes',
  summary: (data) => data.exitCode ? `exit ${data.exitCode}` : firstLine(data.text),
  severity: (data) => (data.exitCode ? 'error' : 'info'),
});
