import { constants } from 'node:fs';
import { access, lstat, readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { PlayheadError, type HistorySurvey, type JsonObject } from '@playhead/protocol';
import type { HarnessHistory, HistoryPlace, HistorySession } from '@playhead/recorder';
import { forksAmong, hasBegun } from './forks.ts';
import { rememberRecords } from './known-records.ts';
import { isPrivate } from './is-private.ts';
import { filesOf, sessionOfFile, strayAgents, surveyBelow, transcriptsBelow } from './layout.ts';
import { stampOf } from './stamp.ts';
import { openTranscript } from './transcript-reader.ts';
import { textIn } from './transcript-row.ts';

/** After these hooks a transcript may tell more than was recorded. */
const DUE: ReadonlySet<unknown> = new Set(['Stop', 'StopFailure', 'SessionEnd', 'SessionStart']);

/** Claude Code's own transcripts: to import old sessions, and to complete recorded ones. */
export const claudeHistory: HarnessHistory = {
  survey,
  find,
  ofPayload,
  named,
  isPrivate,
  isDue: (payload) => DUE.has(payload['hook_event_name']),
  open: openTranscript,
  stamp: stampOf,
  remember: rememberRecords,
};

/** The folder in which the client keeps transcripts. */
export function projectsFolder(env: HistoryPlace['env']): string {
  return join(env['CLAUDE_CONFIG_DIR'] || join(env['HOME'] || homedir(), '.claude'), 'projects');
}

async function survey({ path, env, ...look }: HistoryPlace): Promise<HistorySurvey> {
  return surveyBelow(resolve(path ?? projectsFolder(env)), look);
}

async function find({ path, env, ...look }: HistoryPlace): Promise<readonly HistorySession[]> {
  const wanted = resolve(path ?? projectsFolder(env));
  const isFile = await isReadableFile(wanted).catch((cause: unknown) => {
    throw new PlayheadError('not_found', `${wanted} cannot be read, so nothing was imported. Name a transcript of Claude Code or a folder of them that you may read.`, { cause });
  });
  const files = isFile ? [wanted] : await transcriptsBelow(wanted, look);
  const neighbours = isFile ? await transcriptsBelow(dirname(wanted), { depth: 0 }) : files;
  const forks = await forksAmong([...new Set([...files, ...neighbours])], look.signal);
  const strays = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const sessions: HistorySession[] = [];
  for (const file of files) {
    look.signal?.throwIfAborted();
    const folder = dirname(file);
    const beside = strays.get(folder) ?? (await strayAgents(folder));
    strays.set(folder, beside);
    const session = await sessionAt(file, { sharesWith: forks.get(file), strays: beside.get(sessionOfFile(file) ?? '') ?? [] });
    if (session) sessions.push(session);
  }
  const depth = ({ sharesWith }: HistorySession): number => sharesWith?.length ?? 0; // a fork comes after what it is a fork of
  return sessions.sort((a, b) => depth(a) - depth(b) || a.updatedAt - b.updatedAt);
}

/** @throws What the file system says of what cannot be read. */
async function isReadableFile(path: string): Promise<boolean> {
  const stats = await lstat(path);
  await access(path, stats.isFile() ? constants.R_OK : constants.R_OK | constants.X_OK);
  return stats.isFile();
}

async function sessionAt(path: string, { sharesWith, strays }: { readonly sharesWith: readonly string[] | undefined; readonly strays?: readonly string[] }): Promise<HistorySession | undefined> {
  const harnessSessionId = sessionOfFile(path);
  if (harnessSessionId === undefined) return undefined;
  const { agents } = await filesOf(path, strays);
  let bytes = 0;
  let updated = 0;
  for (const file of [path, ...agents.map((agent) => agent.path)]) {
    const stats = await lstat(file).catch(() => undefined);
    bytes += stats?.size ?? 0;
    updated = Math.max(updated, stats?.mtimeMs ?? 0);
  }
  return { harnessSessionId, path, bytes, updatedAt: Math.round(updated * 1000), ...(sharesWith && { sharesWith }), ...(strays && { strays }) };
}

/** The newest file of that name: a session that moved to another folder left the old one behind. */
async function named(session: string, { path, env }: HistoryPlace): Promise<HistorySession | undefined> {
  const projects = resolve(path ?? projectsFolder(env));
  const folders = await readdir(projects, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(folders.filter((entry) => entry.isDirectory()).map(({ name }) => ofPayload({ session_id: session, transcript_path: join(projects, name, `${session}.jsonl`) })));
  return found.filter((one) => one !== undefined).sort((a, b) => b.updatedAt - a.updatedAt)[0];
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
    if (!(await hasBegun(real))) return undefined; // what it is copied from is not known yet, and it has nothing to tell
    const forks = await forksAmong([...new Set([real, ...(await transcriptsBelow(dirname(real), { depth: 0 }))])]);
    return await sessionAt(real, { sharesWith: forks.get(real) });
  } catch {
    return undefined; // there is none yet
  }
}
