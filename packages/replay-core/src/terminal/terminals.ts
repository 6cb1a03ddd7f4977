import type { Entry } from '../model/entry.ts';
import type { Folder } from '../model/fold.ts';
import { dataOf, numberIn, stringIn } from '../model/read-data.ts';
import { isJsonObject } from '@playhead/protocol';
import { terminalSize } from './terminal-piece.ts';
import type { TerminalHead } from './types.ts';

/** Whether an entry opens or ends a terminal. */
export function concernsTerminals({ record: { type, call } }: Entry): boolean {
  return call !== undefined && (type === 'terminal_command' || type === 'terminal_output' || type === 'tool_result');
}

/** The recorded terminals of a session, in the order in which they were opened. */
export class TerminalsFolder implements Folder<readonly TerminalHead[]> {
  readonly #heads: Map<string, TerminalHead> = new Map();
  #value: readonly TerminalHead[] | undefined = [];

  take(entry: Entry): void {
    const { record: { type, call = '', id, at }, event } = entry;
    const known = this.#heads.get(call);
    const data = dataOf(entry.record);
    let head: TerminalHead | undefined;
    if (type === 'terminal_command') {
      const pty = data['pty'];
      const size = isJsonObject(pty) ? terminalSize(pty['columns'], pty['rows']) : undefined;
      if (known || !size || !isJsonObject(pty)) return;
      const term = stringIn(pty, 'term');
      head = { id: call, command: stringIn(data, 'command') ?? '', startedAt: at, ...size, ...(term !== undefined && { term }), eventId: id, ...(event.stepId !== undefined && { stepId: event.stepId }) };
    } else if (known && known.endedAt === undefined) {
      const exitCode = numberIn(data, 'exitCode');
      const signal = stringIn(data, 'signal');
      if (type === 'terminal_output' && exitCode === undefined) return;
      head = { ...known, endedAt: at, ...(type === 'terminal_output' && exitCode !== undefined && { exitCode, ...(signal !== undefined && { signal }) }) };
    }
    if (!head) return;
    this.#heads.set(call, head);
    this.#value = undefined;
  }

  value(): readonly TerminalHead[] {
    return (this.#value ??= [...this.#heads.values()]);
  }
}
