import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { HistorySurvey } from '@playhead/protocol';
import { readFirstRow } from './first-row.ts';

/** A transcript of a subagent. */
export interface AgentFile {
  readonly path: string;
  readonly agent: string;
  /** What the client noted of it: `agentType`, `description`, `toolUseId`, `spawnDepth` and more. Empty in older clients. */
  readonly meta: JsonObject;
}

/** The files of one session. */
export interface TranscriptFiles {
  readonly session: string;
  readonly main: string;
  readonly agents: readonly AgentFile[];
  /** Where long results lie; the folder need not be there. */
  readonly results: string;
}

const DEEPEST = 6;
const SUBAGENTS = 'subagents';
const RESULTS = 'tool-results';
const META_BYTES = 1024 * 1024;

/** The session that a file is the transcript of; undefined for the transcript of a subagent, and for any other file. */
export function sessionOfFile(path: string): string | undefined {
  const name = basename(path);
  return name.endsWith('.jsonl') && !name.startsWith('agent-') && name.length > '.jsonl'.length ? name.slice(0, -'.jsonl'.length) : undefined;
}

/**
 * Finds the files of a session by their paths: never by walking from row to row, because chains of rows have holes.
 *
 * @param strays - What {@link strayAgents} found beside it. Default: looked for.
 */
export async function filesOf(main: string, strays?: readonly string[]): Promise<TranscriptFiles> {
  const session = sessionOfFile(main) ?? basename(main);
  const folder = join(dirname(main), session);
  const beside = strays ?? (await strayAgents(dirname(main))).get(session) ?? [];
  const paths = [...(await agentPaths(join(folder, SUBAGENTS), DEEPEST)), ...beside];
  const agents = await Promise.all(paths.sort().map(async (path) => ({ path, agent: agentOf(path), meta: await metaOf(path) })));
  return { session, main, agents, results: join(folder, RESULTS) };
}

/** How a folder is looked through. */
export interface LookOptions {
  /** Folders below one another that are looked into. Default 6. */
  readonly depth?: number;
  readonly signal?: AbortSignal;
  /** Hears of folders that may not be read. Default: they hold nothing. */
  readonly onUnreadable?: (path: string, error: unknown) => void;
}

/** Every transcript of a session below a folder, without those of subagents. Links are not followed: they may lead in a circle. */
export async function transcriptsBelow(folder: string, options: LookOptions = {}): Promise<readonly string[]> {
  const { depth = DEEPEST, signal, onUnreadable } = options;
  const found: string[] = [];
  signal?.throwIfAborted();
  for (const entry of await entriesOf(folder, onUnreadable)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== SUBAGENTS && entry.name !== RESULTS && depth > 0) found.push(...(await transcriptsBelow(path, { ...options, depth: depth - 1 })));
    else if (entry.isFile() && sessionOfFile(path) !== undefined) found.push(path);
  }
  return found;
}

/** What lies below a folder, as far as names, sizes and times tell: no file is opened. */
export async function surveyBelow(folder: string, options: LookOptions & { readonly inSubagents?: boolean } = {}): Promise<HistorySurvey> {
  const { depth = DEEPEST, signal, onUnreadable, inSubagents = false } = options;
  let survey: HistorySurvey = { sessions: 0, bytes: 0 };
  signal?.throwIfAborted();
  for (const entry of await entriesOf(folder, onUnreadable)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== RESULTS && depth > 0) {
      survey = together(survey, await surveyBelow(path, { ...options, depth: depth - 1, inSubagents: inSubagents || entry.name === SUBAGENTS }));
    } else if (entry.isFile() && entry.name.endsWith('.jsonl')) {
      const stats = await lstat(path).catch(() => undefined); // it may be gone meanwhile
      if (stats) survey = together(survey, { sessions: !inSubagents && sessionOfFile(path) !== undefined ? 1 : 0, bytes: stats.size, newestAt: Math.round(stats.mtimeMs * 1000) });
    }
  }
  return survey;
}

function together(one: HistorySurvey, other: HistorySurvey): HistorySurvey {
  const newestAt = Math.max(one.newestAt ?? 0, other.newestAt ?? 0);
  return { sessions: one.sessions + other.sessions, bytes: one.bytes + other.bytes, ...(newestAt > 0 && { newestAt }) };
}

/**
 * Older clients kept the transcripts of subagents beside those of sessions, with the session's id in their rows.
 *
 * @returns Their paths by session. For a folder of many sessions, ask once.
 */
export async function strayAgents(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const entry of await entriesOf(folder)) {
    if (!entry.isFile() || !/^agent-.+\.jsonl$/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    const first = await readFirstRow(path, (row) => typeof row['sessionId'] === 'string').catch(() => undefined); // without it nobody knows whose it is
    const session = first?.['sessionId'];
    if (typeof session === 'string') found.set(session, [...(found.get(session) ?? []), path]);
  }
  return found;
}

async function agentPaths(folder: string, depth: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) found.push(...(await agentPaths(path, depth - 1)));
    else if (entry.isFile() && /^agent-.+\.jsonl$/.test(entry.name)) found.push(path);
  }
  return found;
}

function agentOf(path: string): string {
  return basename(path).slice('agent-'.length, -'.jsonl'.length);
}

async function metaOf(path: string): Promise<JsonObject> {
  try {
    const file = path.replace(/\.jsonl$/, '.meta.json');
    const stats = await lstat(file);
    if (!stats.isFile() || stats.size > META_BYTES) return {};
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isJsonObject(value) ? value : {};
  } catch {
    return {}; // older clients write none
  }
}

async function entriesOf(folder: string, onUnreadable?: LookOptions['onUnreadable']): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (!isMissing(error)) onUnreadable?.(folder, error);
    return []; // a folder that is not there holds nothing
  }
}

/** Whether an error says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
