import { lstat, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { PlayheadError } from '@playhead/protocol';
import type { HarnessHistory, HistoryMemory, HistoryPlace, HistorySession } from '@playhead/recorder';
import { openCodeloopsSession } from './codeloops-reader.ts';

const ENDING = '.jsonl';

/** Sessions of codeloops as it kept them before it had a database: a file of lines of JSON each. */
export const codeloopsHistory: HarnessHistory = {
  via: 'import',
  find,
  async survey(place) {
    const sessions = await find(place);
    const newestAt = sessions.at(-1)?.updatedAt;
    return { sessions: sessions.length, bytes: sessions.reduce((sum, { bytes }) => sum + bytes, 0), ...(newestAt !== undefined && { newestAt }) };
  },
  open: openCodeloopsSession,
  stamp: async ({ path, bytes, updatedAt }) => [path, bytes, updatedAt].join(' '),
  remember: rememberKeys,
  ofPayload: async () => undefined, // it has no hooks
  isDue: () => false,
};

/** Where codeloops keeps its sessions. */
function sessionsFolder(env: HistoryPlace['env']): string {
  const home = env['HOME'] || homedir();
  const data = process.platform === 'darwin' ? join(home, 'Library/Application Support') : env['XDG_DATA_HOME'] || join(home, '.local/share');
  return join(data, 'codeloops/sessions');
}

async function find({ path, env, signal, onUnreadable }: HistoryPlace): Promise<readonly HistorySession[]> {
  const wanted = resolve(path ?? sessionsFolder(env));
  const isFolder = await lstat(wanted).then((stats) => stats.isDirectory(), (cause: unknown) => {
    throw new PlayheadError('not_found', `${wanted} cannot be read, so nothing was imported. Name a session file of codeloops or a folder of them that you may read.`, { cause });
  });
  const names = isFolder ? (await readdir(wanted)).filter((name) => name.endsWith(ENDING)) : [];
  const sessions: HistorySession[] = [];
  for (const file of isFolder ? names.map((name) => join(wanted, name)) : [wanted]) {
    signal?.throwIfAborted();
    const stats = await lstat(file).catch((error: unknown) => onUnreadable?.(file, error));
    if (!stats?.isFile()) continue; // a link may lead anywhere
    sessions.push({ harnessSessionId: basename(file, ENDING), path: file, bytes: stats.size, updatedAt: Math.round(stats.mtimeMs * 1000) });
  }
  return sessions.sort((a, b) => a.updatedAt - b.updatedAt);
}

/** Every fact has a key. */
function rememberKeys(): HistoryMemory {
  const known = new Set<string>();
  return {
    take: ({ key }) => { if (key !== undefined) known.add(key); },
    lets: ({ key }) => key === undefined || !known.has(key),
  };
}
