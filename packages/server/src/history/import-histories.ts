import { isPlayheadError } from '@playhead/protocol';
import type { HistorySession } from '@playhead/recorder';
import { unchangedIn } from './history-stamp.ts';
import { createHistoryKeeper, type HistoryLines, type HistoryReport, type HistoryTarget } from './history-keeper.ts';

/** What all sessions of an import came to. */
export interface HistoryTotals {
  /** How many were found. */
  readonly sessions: number;
  readonly created: number;
  /** Not read again, since their files did not change. */
  readonly unchanged: number;
  /** Left out: their project opted out, they were made private, or hold no conversation. */
  readonly skipped: number;
  readonly failed: number;
  /** How many records were added. */
  readonly records: number;
  /** How many bytes of their files were read, or passed over because they did not change. */
  readonly bytes: number;
  readonly lines: HistoryLines;
  /** Why it ended before the last session: nothing more can be stored. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** What became of one session: a report, or why it could not be imported. */
export type HistoryOutcome = HistoryReport | { readonly error: { readonly code: string; readonly message: string } };

/** Options of {@link importHistories}. */
export interface ImportHistoriesOptions {
  /** Ends the import. What was imported until then stays, and the next one goes on. */
  readonly signal?: AbortSignal;
  /** Whether sessions are read whose files did not change since they were read. Default false. */
  readonly again?: boolean;
  /** Hears how far it came: how many sessions are done, and what they and the present one came to. */
  readonly onProgress?: (done: number, totals: HistoryTotals) => void;
  /** Hears what became of each session. */
  readonly onSession?: (session: HistorySession, outcome: HistoryOutcome) => void;
  /** Reads one session; put something around it to let other work go before. Default: at once. */
  readonly take?: <Value>(read: () => Promise<Value>) => Promise<Value>;
  /** Called every few milliseconds of work: it goes on once this resolves, at a little cost of its own speed. Default: it does not stop. */
  readonly quiet?: () => Promise<void>;
}

const NOTHING_NEW = { created: false, unchanged: true, records: 0, lines: { imported: 0, duplicate: 0, bookkeeping: 0, damaged: 0 }, damage: [] } as const;

/** After these no other session can be stored either. */
const STORES_NOTHING = ['storage_full', 'storage_closed'] as const;

/**
 * Imports sessions, one after the other. One that cannot be read does not keep back the others. Importing again adds what is new, and
 * reads only sessions whose files changed.
 *
 * @returns What they came to; when told to stop, so far.
 *
 * @example
 * ```ts
 * const sessions = await claudeHarness.history.find({ env: process.env });
 * const totals = await importHistories(sessions, { storage, recordingOf: createSessionRecording(), adapter: claudeHarness });
 * ```
 */
export async function importHistories(sessions: readonly HistorySession[], target: HistoryTarget, options: ImportHistoriesOptions = {}): Promise<HistoryTotals> {
  const { signal, onProgress, onSession, take = (read) => read(), quiet, again = false } = options;
  let totals: HistoryTotals = { sessions: sessions.length, created: 0, unchanged: 0, skipped: 0, failed: 0, records: 0, bytes: 0, lines: { imported: 0, duplicate: 0, bookkeeping: 0, damaged: 0 } };
  for (const [index, session] of sessions.entries()) {
    if (signal?.aborted) break;
    try {
      const onBytes = (bytes: number): void => {
        totals = { ...totals, bytes: totals.bytes + bytes };
        onProgress?.(index, totals);
      };
      const known = again ? undefined : await unchangedIn(session, target);
      if (known) onBytes(session.bytes);
      const report = known ? { ...NOTHING_NEW, sessionIds: known } : await take(() => createHistoryKeeper(session, target).run({ create: true, finish: true, ...(quiet && { quiet }), onProgress: onBytes, ...(signal && { signal }) }));
      totals = withReport(totals, report);
      onSession?.(session, report);
    } catch (error) {
      if (signal?.aborted) break;
      totals = { ...totals, failed: totals.failed + 1 };
      onSession?.(session, { error: describe(error) });
      if (STORES_NOTHING.some((code) => isPlayheadError(error, code))) return { ...totals, error: describe(error) };
    }
    onProgress?.(index + 1, totals);
  }
  return totals;
}

function withReport(totals: HistoryTotals, { created, unchanged, skipped, records, lines }: HistoryReport): HistoryTotals {
  return {
    ...totals,
    created: totals.created + (created ? 1 : 0),
    unchanged: totals.unchanged + (unchanged === true ? 1 : 0),
    skipped: totals.skipped + (skipped === undefined ? 0 : 1),
    records: totals.records + records,
    lines: {
      imported: totals.lines.imported + lines.imported, duplicate: totals.lines.duplicate + lines.duplicate,
      bookkeeping: totals.lines.bookkeeping + lines.bookkeeping, damaged: totals.lines.damaged + lines.damaged,
    },
  };
}

function describe(error: unknown): { code: string; message: string } {
  if (isPlayheadError(error)) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
