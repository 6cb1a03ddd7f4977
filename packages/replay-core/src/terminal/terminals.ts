import { isJsonObject, type SessionRecord } from '@playhead/protocol';
import type { Entry } from '../model/entry.ts';
import type { Folder } from '../model/fold.ts';
import { dataOf, numberIn, stringIn } from '../model/read-data.ts';
import { terminalSize } from './terminal-piece.ts';
import type { TerminalHead } from './types.ts';

/** Whether an entry opens or ends a terminal. */
export function concernsTerminals({ record: { type, call } }: Entry): boolean {
  return call !== undefined && (type === 'terminal_command' || type === 'terminal_output' || type === 'tool_result');
}

/** The terminal that a record opens; undefined for one that opens none. */
export function openedBy({ type, call, id, at, data }: SessionRecord): TerminalHead | undefined {
  const { pty, ...rest } = dataOf({ data });
  const size = isJsonObject(pty) ? terminalSize(pty['columns'], pty['rows']) : undefined;
  if (type !== 'terminal_command' || call === undefined || !size || !isJsonObject(pty)) return undefined;
  const term = stringIn(pty, 'term');
  return { id: call, command: stringIn(rest, 'command') ?? '', startedAt: at, ...size, ...(term !== undefined && { term }), eventId: id, stepId: call };
}

/** The same terminal after a record that ends it; undefined for one that does not. */
export function endedBy(head: TerminalHead, { type, at, data }: SessionRecord): TerminalHead | undefined {
  const exitCode = numberIn(dataOf({ data }), 'exitCode');
  const signal = stringIn(dataOf({ data }), 'signal');
  if (head.endedAt !== undefined || (type === 'tool_result' ? false : type !== 'terminal_output' || exitCode === undefined)) return undefined;
  return { ...head, endedAt: at, ...(exitCode !== undefined && { exitCode }), ...(signal !== undefined && { signal }) };
}

/** The recorded terminals of a session, in the order in which they were opened. */
export class TerminalsFolder implements Folder<readonly TerminalHead[]> {
  readonly #heads: Map<string, TerminalHead> = new Map();
  #value: readonly TerminalHead[] | undefined = [];

  take({ record }: Entry): void {
    const known = this.#heads.get(record.call ?? '');
    const head = known ? endedBy(known, record) : openedBy(record);
    if (!head) return;
    this.#heads.set(head.id, head);
    this.#value = undefined;
  }

  value(): readonly TerminalHead[] {
    return (this.#value ??= [...this.#heads.values()]);
  }
}
