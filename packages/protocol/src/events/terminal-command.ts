import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The agent runs a command in a shell. */
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
