import { lstat, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { PlayheadError, type JsonObject } from '@playhead/protocol';
import type { HarnessHistory, HistoryPlace, HistorySession } from '@playhead/recorder';
import { forksAmong } from './forks.ts';
import { rememberRecords } from './known-records.ts';
import { filesOf, sessionOfFile, transcriptsBelow } from './layout.ts';
import { openTranscript } from './transcript-reader.ts';
import { textIn } from './transcript-row.ts';

/** After these hooks a transcript may tell more than was recorded. */
const DUE: ReadonlySet<unknown> = new Set(['Stop', 'StopFailure', 'SessionEnd', 'SessionStart']);

/** Claude Code's own transcripts: to import old sessions, and to complete recorded ones. */
export const claudeHistory: HarnessHistory = {
  find,
  ofPayload,
  isDue: (payload) => DUE.has(payload['hook_event_name']),
  open: openTranscript,
  remember: rememberRecords,
};

/** The folder in which the client keeps transcripts. */
export function projectsFolder(env: HistoryPlace['env']): string {
  return join(env['CLAUDE_CONFIG_DIR'] || join(env['HOME'] || homedir(), '.claude'), 'projects');
}

async function find({ path, env }: HistoryPlace): Promise<readonly HistorySession[]> {
  const wanted = resolve(path ?? projectsFolder(env));
  const stats = await lstat(wanted).catch((cause: unknown) => {
    throw new PlayheadError('not_found', `${wanted} cannot be read, so nothing was imported. Name a transcript of Claude Code or a folder of them.`, { cause });
  });
  const files = stats.isFile() ? [wanted] : await transcriptsBelow(wanted);
  const neighbours = stats.isFile() ? await transcriptsBelow(dirname(wanted), 0) : files;
  const forks = await forksAmong([...new Set([...files, ...neighbours])]);
  const sessions: HistorySession[] = [];
  for (const file of files) {
    const session = await sessionAt(file, forks.get(file));
    if (session) sessions.push(session);
  }
  const depth = ({ sharesWith }: HistorySession): number => sharesWith?.length ?? 0; // a fork comes after what it is a fork of
  return sessions.sort((a, b) => depth(a) - depth(b) || a.updatedAt - b.updatedAt);
}

async function sessionAt(path: string, sharesWith: readonly string[] | undefined): Promise<HistorySession | undefined> {
  const harnessSessionId = sessionOfFile(path);
  if (harnessSessionId === undefined) return undefined;
  const { agents } = await filesOf(path);
  let bytes = 0;
  let updated = 0;
  for (const file of [path, ...agents.map((agent) => agent.path)]) {
    const stats = await lstat(file).catch(() => undefined);
    bytes += stats?.size ?? 0;
    updated = Math.max(updated, stats?.mtimeMs ?? 0);
  }
  return { harnessSessionId, path, bytes, updatedAt: Math.round(updated * 1000), ...(sharesWith && { sharesWith }) };
}

/** Only a file that lies and is named as the client does it is read, and no link: a payload may come from anybody. */
async function ofPayload(payload: JsonObject): Promise<HistorySession | undefined> {
  const path = textIn(payload, 'transcript_path');
  const session = textIn(payload, 'session_id');
  if (path === undefined || session === undefined || !/^[\w-]{1,128}$/.test(session) || basename(path) !== `${session}.jsonl`) return undefined;
  try {
    const real = await realpath(path);
    if (basename(dirname(dirname(real))) !== 'projects' || basename(real) !== `${session}.jsonl`) return undefined;
    const stats = await lstat(real);
    if (!stats.isFile() || (process.getuid && stats.uid !== process.getuid())) return undefined;
    const forks = await forksAmong([...new Set([real, ...(await transcriptsBelow(dirname(real), 0))])]);
    return await sessionAt(real, forks.get(real));
  } catch {
    return undefined; // there is none yet
  }
}
