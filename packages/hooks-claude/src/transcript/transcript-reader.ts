import { readdir, readFile, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { PlayheadError, type JsonObject, type SessionHeader } from '@playhead/protocol';
import type { HistoryReader, HistorySession, HistoryStep } from '@playhead/recorder';
import { readFirstRow } from './first-row.ts';
import { KeySet } from './key-set.ts';
import { filesOf, isMissing, sessionOfFile, type AgentFile, type TranscriptFiles } from './layout.ts';
import { parseLine } from './parse-line.ts';
import { readLines, type PhysicalLine } from './read-lines.ts';
import { createRowConverter, type RowConverter } from './row-converter.ts';
import { textIn, timeOf } from './transcript-row.ts';

/** What no transcript has; hooks tell it. */
export const TRANSCRIPT_LOSES: readonly string[] = ['structured results of subagents', 'durations of calls', 'permission dialogs', 'notifications', 'versions of skills whose file changed'];
/** Larger files beside a transcript are not kept. */
const RESULT_BYTES = 64 * 1024 * 1024;

/**
 * Opens the transcript of a session.
 *
 * @returns undefined when it holds no row of a conversation.
 * @throws PlayheadError `not_found` when it may not be read.
 */
export async function openTranscript(session: HistorySession): Promise<HistoryReader | undefined> {
  const first = await readFirstRow(session.path, (row) => timeOf(row) !== undefined && (row['type'] === 'user' || row['type'] === 'assistant' || row['type'] === 'attachment' || row['type'] === 'system')).catch((cause: unknown) => {
    if (isMissing(cause)) return undefined; // the client removed it
    throw new PlayheadError('not_found', `${session.path} cannot be read, so this session was not imported. Make it readable for yourself, then import again.`, { cause });
  });
  if (!first) return undefined;
  const { copied, forkOf } = await sharedRows(session);
  const fresh = copied ? await readFirstRow(session.path, (row) => timeOf(row) !== undefined && !copied.has(textIn(row, 'uuid') ?? '')) : undefined;
  const startedAt = timeOf(fresh ?? first) ?? 0;
  const files = await filesOf(session.path, session.strays);
  const used = new Set<string>();
  const converter = createRowConverter({ session: session.harnessSessionId, transcript: session.path, results: files.results, used }, startedAt);
  const offsets = new Map<string, number>();

  async function* readAll(signal: AbortSignal | undefined): AsyncGenerator<HistoryStep, void, void> {
    const now = await filesOf(session.path, session.strays); // subagents may have come since
    for (const file of [undefined, ...now.agents]) {
      yield* readOne(file?.path ?? session.path, file, signal);
    }
    yield* resultsLeft(now, used, startedAt, offsets);
  }

  async function* readOne(path: string, file: AgentFile | undefined, signal: AbortSignal | undefined): AsyncGenerator<HistoryStep, void, void> {
    const from = offsets.get(path) ?? 0;
    const speaker = converter.speaker(file);
    for await (const lines of readLines(path, { from, ...(signal && { signal }) })) {
      for (const line of lines) {
        const step = await stepOf(line, converter, speaker, copied);
        if (!step) continue; // it is still being written
        offsets.set(path, line.offset + line.size);
        yield step;
      }
    }
    const records = await converter.settle(speaker);
    if (records.length > 0) yield { records, kind: 'facts', lines: 0, bytes: 0 };
  }

  return { header: headerOf(session, fresh ?? first, forkOf), startedAt, ...(forkOf !== undefined && { forkOf }), get lastAt() { return converter.latest; }, read: readAll, finish: () => converter.finish() };
}

/** What one line comes to; undefined for the beginning of one that is being written. */
async function stepOf(line: PhysicalLine, converter: RowConverter, speaker: ReturnType<RowConverter['speaker']>, copied: KeySet | undefined): Promise<HistoryStep | undefined> {
  const { bytes, size, ended } = line;
  const place = { lines: 1, bytes: size };
  if (!bytes) return { ...place, records: [], kind: 'damaged', damage: `A line of ${size} bytes is longer than can be read.` };
  const { rows, torn, mended } = parseLine(bytes.toString('utf8'));
  if (!ended && mended && torn > 0) return undefined;
  if (rows.length === 0 && torn === 0) return { ...place, records: [], kind: 'bookkeeping' }; // blank
  const own = rows.filter((row) => !copied?.has(textIn(row, 'uuid') ?? ''));
  const told = [];
  for (const row of own) told.push(await converter.row(row, speaker));
  const records = told.flatMap((some) => some ?? []);
  const damage = torn > 0 ? { damage: `${torn} bytes of a line belong to a row that was cut off; ${rows.length} whole ${rows.length === 1 ? 'row' : 'rows'} on it could be read.` } : {};
  const kind = torn > 0 ? 'damaged' : own.length === 0 ? 'duplicate' : told.some((some) => some !== undefined) ? 'facts' : 'bookkeeping';
  return { ...place, ...damage, records, kind };
}

/** Long results that no row led to: kept before the client removes them. */
async function* resultsLeft({ results }: TranscriptFiles, used: ReadonlySet<string>, at: number, seen: Map<string, number>): AsyncGenerator<HistoryStep, void, void> {
  for (const entry of await readdir(results, { withFileTypes: true }).catch(() => [])) {
    const path = join(results, entry.name);
    if (!entry.isFile() || used.has(entry.name) || seen.has(path)) continue;
    const stats = await lstat(path);
    seen.set(path, stats.size);
    if (stats.size > RESULT_BYTES) continue;
    const content = await readFile(path);
    const text = content.toString('utf8');
    const kept: JsonObject = text.includes('\uFFFD') ? { encoding: 'base64', content: content.toString('base64') } : { content: text };
    const data = { name: 'tool_result_file', extra: { file: entry.name, ...kept } };
    yield { records: [{ type: 'harness_event', at: Math.max(at, Math.round(stats.mtimeMs * 1000)), key: `claude:file:${entry.name}`, data }], kind: 'facts', lines: 0, bytes: 0 };
  }
}

/** The rows that a fork has from older sessions, and the one it is a fork of: the one that has the last of them. */
async function sharedRows({ path, sharesWith = [] }: HistorySession): Promise<{ readonly copied?: KeySet; readonly forkOf?: string }> {
  if (sharesWith.length === 0) return {};
  const copied = new KeySet();
  let found: { readonly file: string; readonly rows: number } | undefined;
  const own = await rowsOf(path);
  for (const file of sharesWith) {
    let rows = 0;
    await rowsOf(file, (uuid) => {
      copied.add(uuid);
      if (own.has(uuid)) rows += 1;
    });
    if (!found || rows > found.rows) found = { file, rows };
  }
  const forkOf = found && sessionOfFile(found.file);
  return { copied, ...(forkOf !== undefined && { forkOf }) };
}

/** The names of all rows of a transcript. */
async function rowsOf(path: string, each?: (uuid: string) => void): Promise<KeySet> {
  const rows = new KeySet();
  try {
    for await (const lines of readLines(path)) {
      for (const { bytes } of lines) {
        for (const row of bytes ? parseLine(bytes.toString('utf8')).rows : []) {
          const uuid = textIn(row, 'uuid');
          if (uuid === undefined) continue;
          if (each) each(uuid);
          else rows.add(uuid);
        }
      }
    }
  } catch {
    // without the other transcript all rows count as this one's
  }
  return rows;
}

function headerOf({ harnessSessionId, path }: HistorySession, row: JsonObject, forkOf: string | undefined): Omit<SessionHeader, 'sessionId'> {
  const cwd = textIn(row, 'cwd');
  const folder = cwd?.split(/[/\\]/).filter(Boolean).at(-1);
  const harnessVersion = textIn(row, 'version');
  const branch = textIn(row, 'gitBranch');
  return {
    name: folder ?? 'Claude Code', harness: 'claude-code', agentName: 'Claude Code', workspaceName: folder ?? 'unknown', harnessSessionId,
    ...(harnessVersion !== undefined && { harnessVersion }), ...(cwd !== undefined && { cwd }), ...(branch !== undefined && { git: { branch } }),
    capture: { tier: 'transcript', loses: TRANSCRIPT_LOSES },
    metadata: { transcriptPath: path, ...(forkOf !== undefined && { forkOf }) },
  };
}
