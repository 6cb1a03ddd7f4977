import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A terminal as a command finds it. */
export interface PtySize {
  /** Width in cells. */
  readonly columns: number;
  /** Height in cells. */
  readonly rows: number;
  /** What kind of terminal it says it is: `TERM`. */
  readonly term?: string;
}

/** The agent runs a command in a shell, or somebody runs one in a recorded terminal. */
export interface TerminalCommandData {
  /** The command line. */
  readonly command: string;
  /** What the agent says it is for. */
  readonly description?: string;
  /** Where it runs. */
  readonly cwd?: string;
  /** Whether the agent went on without waiting. */
  readonly background?: boolean;
  /** After how many milliseconds it is stopped. */
  readonly timeoutMs?: number;
  /** The terminal that it has to itself. What that shows is `terminal_output` of the stream `pty` with the same `call`. */
  readonly pty?: PtySize;
  /** The harness's name of the tool. */
  readonly tool?: string;
  /** Further input of the tool, without `command` and `description`. */
  readonly input?: JsonObject;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `terminal_command`. */
export const terminalCommand: EventDefinition<'terminal_command', TerminalCommandData> = defineEvent<TerminalCommandData>()({
  type: 'terminal_command',
  kind: 'command',
  title: 'Command',
  step: 'opens',
  summary: (data) => data.command,
});
