import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** Bytes somebody typed into a terminal. */
export interface TerminalInputData {
  /** What was typed. */
  readonly text: TextValue;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `terminal_input`. */
export const terminalInput: EventDefinition<'terminal_input', TerminalInputData> = defineEvent<TerminalInputData>()({
  type: 'terminal_input',
  kind: 'command',
  title: 'Input',
  summary: (data) => firstLine(data.text),
});
