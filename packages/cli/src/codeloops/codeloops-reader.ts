import type { HistoryReader, HistorySession, HistoryStep } from '@playhead/recorder';
import { completeLines } from './complete-lines.ts';
import { headerOf, recordsOf, rowOf, timeOf, type CodeloopsState } from './codeloops-rows.ts';

/** A file that nobody wrote to for so long is not being written any more, in microseconds. */
const SILENT_US = 30 * 60 * 1_000_000;

/** Opens a session. @returns undefined for a file whose first line begins none. */
export async function openCodeloopsSession({ path, harnessSessionId, updatedAt }: HistorySession): Promise<HistoryReader | undefined> {
  let first;
  for await (const { text } of completeLines(path, 0)) {
    first = rowOf(text);
    break;
  }
  if (first?.['type'] !== 'session_start') return undefined;
  const startedAt = timeOf(first) ?? updatedAt;
  let state: CodeloopsState = { lastAt: startedAt };
  let offset = 0;
  let number = 0;
  return {
    header: headerOf(first, harnessSessionId),
    startedAt,
    get lastAt() { return state.lastAt; },
    async *read(signal) {
      for await (const { text, bytes, ended } of completeLines(path, offset, signal)) {
        const row = rowOf(text);
        if (!row && !ended && Math.abs(Date.now() * 1000 - updatedAt) < SILENT_US) return; // it is being written
        offset += bytes;
        number += 1;
        if (row) {
          const told = recordsOf(row, state);
          state = told.state;
          yield { records: told.records, kind: told.records.length > 0 ? 'facts' : 'bookkeeping', lines: 1, bytes } satisfies HistoryStep;
        } else if (text.trim() === '') yield { records: [], kind: 'bookkeeping', lines: 1, bytes };
        else yield { records: [], kind: 'damaged', lines: 1, bytes, damage: `line ${number} was cut off or is no JSON: ${text.slice(0, 80)}` };
      }
    },
    finish: () => [{ type: 'session_stop', data: { outcome: 'interrupted' }, at: state.lastAt, key: 'codeloops:end' }],
  };
}
