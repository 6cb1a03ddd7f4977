import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createSessionRecording, type HarnessHistory, type HistorySession } from '@playhead/recorder';
import { createHistoryKeeper, type HistoryReport } from '@playhead/server';
import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { harnesses } from '../harnesses.ts';
import { makeDataDirectory } from '../local-server.ts';
import { sizeText } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { withStorage } from './with-session.ts';

/** The version of what `playhead import --json` prints. */
const SCHEMA_VERSION = 1;
/** A line of progress is not drawn more often than this, in milliseconds. */
const REDRAW_MS = 200;
/** At most so many notes of damage are printed for each session. */
const MOST_NOTES = 5;

/** What all sessions came to. */
interface Totals {
  sessions: number; created: number; skipped: number; failed: number; records: number; bytes: number;
  readonly lines: { imported: number; duplicate: number; bookkeeping: number; damaged: number };
}

/** `playhead import`: sessions that an agent harness kept itself. */
export const importCommand: Command = {
  name: 'import',
  usage: '<harness> [path]',
  about: 'import sessions that an agent kept itself',
  positionals: { min: 1, max: 2 },
  options: {
    all: { type: 'boolean', about: 'import everything that the harness keeps (default for a harness without a path)' },
    dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [name = '', path] = input.positionals;
    const found = harnesses.find((one) => one.name === name);
    const { history } = found ?? {};
    if (!found || !history) throw new PlayheadError('usage', `Nothing can be imported from "${name}". These can be read: ${harnesses.filter((one) => one.history).map((one) => one.name).join(', ')}.`);
    if (path !== undefined && input.flag('all')) throw new PlayheadError('usage', 'Give a path or --all, not both.');
    setFlagsFromString('--heap-growing-percent=20'); // otherwise what was read waits to be collected until it is a multiple of what is kept
    const sessions = await history.find({ env: context.env, ...(path !== undefined && { path: resolve(context.cwd, path) }) });
    makeDataDirectory(dirOf(input, context));
    return importAll({ harness: found.harness, history }, sessions, input, context);
  },
};

async function importAll(adapter: { harness: string; history: HarnessHistory }, sessions: readonly HistorySession[], input: CommandInput, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const json = input.flag('json');
  const find = createSessionRecording({ dir: dirOf(input, context) });
  const env = recordingEnvironment(context);
  const recordingOf: typeof find = (place) => find({ ...place, env });
  const totals: Totals = { sessions: sessions.length, created: 0, skipped: 0, failed: 0, records: 0, bytes: 0, lines: { imported: 0, duplicate: 0, bookkeeping: 0, damaged: 0 } };
  const all = sessions.reduce((sum, { bytes }) => sum + bytes, 0);
  const tell = (event: Record<string, unknown>): void => { if (json) output.line(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...event })); };
  let drawn = 0;
  const progress = (done: number): void => {
    if (Date.now() - drawn < REDRAW_MS) return;
    drawn = Date.now();
    tell({ event: 'progress', bytes: totals.bytes, totalBytes: all, sessions: done, totalSessions: sessions.length });
    if (!json && context.interactive) process.stderr.write(`\r\u001b[KImporting ${done + 1} of ${sessions.length} sessions, ${sizeText(totals.bytes)} of ${sizeText(all)}`);
  };
  await withStorage(input, context, async (storage) => {
    for (const [index, session] of sessions.entries()) {
      if (signal.aborted) break;
      try {
        const keeper = createHistoryKeeper(session, { storage, recordingOf, adapter });
        const report = await keeper.run({ create: true, finish: true, signal, onProgress: (bytes) => { totals.bytes += bytes; progress(index); } });
        add(totals, report);
        tell({ event: 'session', harnessSessionId: session.harnessSessionId, path: session.path, ...report });
        if (!json) note(session, report, context);
      } catch (error) {
        if (signal.aborted) break;
        totals.failed += 1;
        const { code, message } = isPlayheadError(error) ? error : { code: 'internal', message: error instanceof Error ? error.message : String(error) };
        tell({ event: 'session', harnessSessionId: session.harnessSessionId, path: session.path, error: { code, message } });
        if (!json) output.note(`${session.path}: ${message} (${code})`);
      }
    }
  });
  if (!json && context.interactive) process.stderr.write('\r\u001b[K');
  tell({ event: signal.aborted ? 'interrupted' : 'done', ...totals });
  if (!json) output.line(summaryOf(totals, signal.aborted));
  return totals.failed > 0 || signal.aborted ? 1 : 0;
}

/** What the environment says of recording: whoever imports can opt out there, too. */
function recordingEnvironment({ env }: CommandContext): Readonly<Record<string, string>> {
  const { PLAYHEAD_RECORD: record, PLAYHEAD_REDACTION: redaction } = env;
  return { ...(record && { PLAYHEAD_RECORD: record }), ...(redaction && { PLAYHEAD_REDACTION: redaction }) };
}

function add(totals: Totals, { created, skipped, records, lines }: HistoryReport): void {
  totals.created += created ? 1 : 0;
  totals.skipped += skipped === undefined ? 0 : 1;
  totals.records += records;
  for (const kind of ['imported', 'duplicate', 'bookkeeping', 'damaged'] as const) totals.lines[kind] += lines[kind];
}

function note(session: HistorySession, { damage, skipped }: HistoryReport, { output }: CommandContext): void {
  if (skipped === 'opted_out') output.note(`${session.path}: not imported, because its project opted out of recording`);
  if (skipped === 'private') output.note(`${session.path}: not imported, because it was made private`);
  for (const text of damage.slice(0, MOST_NOTES)) output.note(`${session.path}: ${text}`);
  if (damage.length > MOST_NOTES) output.note(`${session.path}: and ${damage.length - MOST_NOTES} more damaged lines`);
}

function summaryOf({ sessions, created, skipped, failed, records, lines }: Totals, interrupted: boolean): string {
  const heads = [`${sessions} sessions found`, `${created} new`, ...(skipped > 0 ? [`${skipped} left out`] : []), ...(failed > 0 ? [`${failed} failed`] : [])];
  return [
    `${heads.join(', ')}; ${records} records added`,
    `lines: ${lines.imported} imported, ${lines.duplicate} known already, ${lines.bookkeeping} bookkeeping, ${lines.damaged} damaged`,
    ...(interrupted ? ['Interrupted. Run it again to go on: what was imported stays.'] : []),
  ].join('\n');
}
