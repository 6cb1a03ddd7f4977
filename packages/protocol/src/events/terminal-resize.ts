import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A terminal changed its size. */
export interface TerminalResizeData {
  /** Width in cells. */
  readonly columns: number;
  /** Height in cells. */
  readonly rows: number;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `terminal_resize`. */
export const terminalResize: EventDefinition<'terminal_resize', TerminalResizeData> = defineEvent<TerminalResizeData>()({
  type: 'terminal_resize',
  kind: 'command',
  title: 'Terminal resized',
  summary: (data) => `${data.columns} × ${data.rows}`,
});
