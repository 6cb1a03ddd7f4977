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
  /** The exit code, with the last piece. */
  readonly exitCode?: number;
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
