import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** Bytes somebody typed into a terminal. */
export interface TerminalInputData {
  /** What was typed; blank where that was left out. */
  readonly text: TextValue;
  /** How `text` is written: `base64` for bytes that are not UTF-8. Default: as it is. */
  readonly encoding?: 'base64';
  /** Whether something was typed that is not recorded, such as a password. Not even its length is. */
  readonly redacted?: true;
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
