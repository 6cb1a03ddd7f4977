import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createSessionRecording, type HarnessHistory, type HistorySession } from '@playhead/recorder';
import { importHistories, type HistoryOutcome, type HistoryTotals } from '@playhead/server';
import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { BRIEF_FROM_BYTES } from '@playhead/replay-core';
import { keepFigures } from '@playhead/replay-core/metrics';
import { openCastFile } from '../casts/cast-file.ts';
import { importCast, type CastImport } from '../casts/import-cast.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { histories } from '../harnesses.ts';
import { keepScreens } from '../keep-screens.ts';
import { makeDataDirectory } from '../local-server.ts';
import { cliVersion } from '../version.ts';
import { sizeText } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { withStorage } from './with-session.ts';

/** The version of what `playhead import --json` prints. */
const SCHEMA_VERSION = 1;
/** A line of progress is not drawn more often than this, in milliseconds. */
const REDRAW_MS = 200;
/** At most so many notes of damage are printed for each session. */
const MOST_NOTES = 5;

/** `playhead import`: sessions that an agent harness kept itself. */
export const importCommand: Command = {
  name: 'import',
  usage: '<harness> [path] | <file>',
  about: 'import sessions that an agent kept itself, or a recording of a terminal (.cast, ttyrec, typescript)',
  examples: [
    { line: 'import claude', about: 'import everything that Claude Code kept' },
    { line: 'import codeloops', about: 'import the sessions of codeloops, an actor-critic loop' },
    { line: 'import demo.cast', about: 'import a recording of a terminal' },
  ],
  completes: 'file',
  positionals: { min: 1, max: 2 },
  options: {
    all: { type: 'boolean', about: 'import everything that the harness keeps (default for a harness without a path)' },
    again: { type: 'boolean', about: 'read also sessions whose files did not change since they were read' },
    timing: { type: 'string', value: 'path', completes: 'file', about: 'the timing file of a typescript' },
    dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [name = '', path] = input.positionals;
    const found = histories.find((one) => one.name === name);
    if (!found && path === undefined && (input.text('timing') !== undefined || existsSync(resolve(context.cwd, name)))) return importFile(name, input, context);
    if (!found) throw new PlayheadError('usage', `Nothing can be imported from "${name}": there is no such file. These can be read by name: ${histories.map((one) => one.name).join(', ')}.`);
    if (path !== undefined && input.flag('all')) throw new PlayheadError('usage', 'Give a path or --all, not both.');
    setFlagsFromString('--heap-growing-percent=20'); // otherwise what was read waits to be collected until it is a multiple of what is kept
    const unreadable: string[] = [];
    const sessions = await found.history.find({ env: context.env, signal: context.signal, onUnreadable: (folder) => unreadable.push(folder), ...(path !== undefined && { path: resolve(context.cwd, path) }) }).catch((error: unknown) => {
      if (context.signal.aborted) return []; // told to stop while looking: that is said below
      throw error;
    });
    makeDataDirectory(dirOf(input, context));
    return importAll(found, { sessions, unreadable }, input, context);
  },
};

/** Imports what another program recorded of a terminal. */
async function importFile(name: string, input: CommandInput, context: CommandContext): Promise<number> {
  const { cwd, signal } = context;
  const timing = input.text('timing');
  const file = await openCastFile(resolve(cwd, name), timing === undefined ? undefined : resolve(cwd, timing));
  makeDataDirectory(dirOf(input, context));
  const recording = createSessionRecording({ dir: dirOf(input, context) })({ env: recordingEnvironment(context) });
  await withStorage(input, context, async (storage) => {
    const outcome = await importCast(file, { storage, recording, signal });
    tellOfFile(file.path, outcome, input, context);
    const { sessionId, records } = outcome;
    if (sessionId !== undefined && records > 0) await keepScreens(storage, sessionId, { signal });
  });
  return 0;
}

function tellOfFile(path: string, outcome: CastImport, input: CommandInput, { output }: CommandContext): void {
  const { sessionId, created, records, damage, skipped } = outcome;
  if (input.flag('json')) output.line(JSON.stringify({ schemaVersion: SCHEMA_VERSION, event: 'done', path, ...outcome }));
  else if (skipped) output.line(`${path}: not imported, because this user opted out of recording`);
  else output.line(`${created ? 'Imported as' : records > 0 ? 'Completed' : 'Known already:'} ${sessionId ?? ''}; ${records} records added`);
  for (const text of input.flag('json') ? [] : damage.slice(0, MOST_NOTES)) output.note(`${path}: ${text}`);
  if (!input.flag('json') && damage.length > MOST_NOTES) output.note(`${path}: and ${damage.length - MOST_NOTES} more`);
}

async function importAll(adapter: { harness: string; history: HarnessHistory }, { sessions, unreadable }: { sessions: readonly HistorySession[]; unreadable: readonly string[] }, input: CommandInput, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const json = input.flag('json');
  const find = createSessionRecording({ dir: dirOf(input, context) });
  const env = recordingEnvironment(context);
  const recordingOf: typeof find = (place) => find({ ...place, env });
  const all = sessions.reduce((sum, { bytes }) => sum + bytes, 0);
  const tell = (event: Record<string, unknown>): void => { if (json) output.line(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...event })); };
  for (const path of unreadable) {
    tell({ event: 'unreadable', path });
    if (!json) output.note(`${path}: this folder may not be read, so what lies in it was left out. Make it readable for yourself, then import again.`);
  }
  let drawn = 0;
  const onProgress = (done: number, { bytes }: HistoryTotals): void => {
    if (Date.now() - drawn < REDRAW_MS || done === sessions.length) return;
    drawn = Date.now();
    tell({ event: 'progress', bytes, totalBytes: all, sessions: done, totalSessions: sessions.length });
    if (!json && context.interactive) process.stderr.write(`\r\u001b[KImporting ${done + 1} of ${sessions.length} sessions, ${sizeText(bytes)} of ${sizeText(all)}`);
  };
  let totals: HistoryTotals | undefined;
  const changed = new Set<string>();
  await withStorage(input, context, async (storage) => {
    totals = await importHistories(sessions, { storage, recordingOf, adapter, version: cliVersion() }, {
      signal, again: input.flag('again'), onProgress,
      onSession: (session, outcome) => {
        tell({ event: 'session', harnessSessionId: session.harnessSessionId, path: session.path, ...outcome });
        if (!json) note(session, outcome, context);
        if ('records' in outcome && outcome.records > 0) for (const id of outcome.sessionIds) changed.add(id);
      },
    });
    await lookAt(storage, changed, signal);
  });
  if (!totals) return 1;
  if (!json && context.interactive) process.stderr.write('\r\u001b[K');
  tell({ event: totals.error ? 'failed' : signal.aborted ? 'interrupted' : 'done', ...totals });
  if (!json) output.line(summaryOf(totals, signal.aborted));
  return totals.failed > 0 || signal.aborted || unreadable.length > 0 ? 1 : 0;
}

/** Looks how much of what was imported asks for a review, for lists; at long sessions a server looks, in its own time. */
async function lookAt(storage: SessionStorage, sessionIds: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  for (const sessionId of sessionIds) {
    if (signal.aborted) return;
    const { bytes = 0 } = (await storage.get(sessionId).catch(() => undefined)) ?? {};
    if (bytes < BRIEF_FROM_BYTES) await keepFigures(storage, sessionId, { signal }).catch(() => undefined); // nobody asked for it
  }
}

/** What the environment says of recording: whoever imports can opt out there, too. */
function recordingEnvironment({ env }: CommandContext): Readonly<Record<string, string>> {
  const { PLAYHEAD_RECORD: record, PLAYHEAD_REDACTION: redaction } = env;
  return { ...(record && { PLAYHEAD_RECORD: record }), ...(redaction && { PLAYHEAD_REDACTION: redaction }) };
}

function note(session: HistorySession, outcome: HistoryOutcome, { output }: CommandContext): void {
  if ('error' in outcome) {
    output.note(`${session.path}: ${outcome.error.message} (${outcome.error.code})`);
    return;
  }
  const { damage, skipped } = outcome;
  if (skipped === 'opted_out') output.note(`${session.path}: not imported, because its project opted out of recording`);
  if (skipped === 'private') output.note(`${session.path}: not imported, because it was made private`);
  for (const text of damage.slice(0, MOST_NOTES)) output.note(`${session.path}: ${text}`);
  if (damage.length > MOST_NOTES) output.note(`${session.path}: and ${damage.length - MOST_NOTES} more damaged lines`);
}

function summaryOf({ sessions, created, unchanged, skipped, failed, records, lines, error }: HistoryTotals, interrupted: boolean): string {
  const heads = [`${sessions} ${sessions === 1 ? 'session' : 'sessions'} found`, `${created} new`, ...(unchanged > 0 ? [`${unchanged} unchanged`] : []), ...(skipped > 0 ? [`${skipped} left out`] : []), ...(failed > 0 ? [`${failed} failed`] : [])];
  return [
    `${heads.join(', ')}; ${records} records added`,
    `lines: ${lines.imported} imported, ${lines.duplicate} known already, ${lines.bookkeeping} bookkeeping, ${lines.damaged} damaged`,
    ...(error ? ['Nothing more could be stored, so the other sessions were left. Make room, then run it again to go on: what was imported stays.'] : []),
    ...(interrupted ? ['Interrupted. Run it again to go on: what was imported stays.'] : []),
  ].join('\n');
}
