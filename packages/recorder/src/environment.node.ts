import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { cwd, env } from 'node:process';
import { DEFAULT_SERVER_URL } from './replay-url.ts';

/** Whether the user left recording on: everything but `PLAYHEAD_RECORD=0`. */
export function isRecordingEnabled(): boolean {
  return env['PLAYHEAD_RECORD'] !== '0';
}

/** The directory this process works in; undefined when it is gone. */
export function workingDirectory(): string | undefined {
  try {
    return cwd();
  } catch {
    return undefined;
  }
}

/** The session a launcher opened for this process, from `PLAYHEAD_SESSION_ID`. */
export function joinedSessionId(): string | undefined {
  return env['PLAYHEAD_SESSION_ID'] || undefined;
}

/** The server that recordings are sent to, from `PLAYHEAD_URL`, and the token it knows this program by, from `PLAYHEAD_TOKEN`. */
export function centralServer(): { url: string; token?: string } | undefined {
  const { PLAYHEAD_URL: url, PLAYHEAD_TOKEN: token } = env;
  return url ? { url, ...(token && { token }) } : undefined;
}

/** Whether what is sent to another server is kept here too: everything but `PLAYHEAD_LOCAL_COPY=0`. */
export function keepsLocalCopy(): boolean {
  return env['PLAYHEAD_LOCAL_COPY'] !== '0';
}

/** Where the server of the data directory runs, or ran: what it wrote there. */
export async function runningServerUrl(): Promise<string | undefined> {
  try {
    const running: unknown = JSON.parse(await readFile(join(dataDirectory(), 'server.json'), 'utf8'));
    return typeof running === 'object' && running !== null && 'url' in running && typeof running.url === 'string' ? running.url : undefined;
  } catch {
    return undefined; // no server runs, or its file is not readable
  }
}

/**
 * Where the viewer answers: `PLAYHEAD_URL`, else what the running server wrote into the data
 * directory, else the default port: as good a guess as any.
 */
export async function findServerUrl(): Promise<string> {
  return centralServer()?.url ?? (await runningServerUrl()) ?? DEFAULT_SERVER_URL;
}

/** The data directory, as the storage of files finds it. */
export function dataDirectory(): string {
  const { PLAYHEAD_HOME: home, XDG_DATA_HOME: data, HOME: user } = env;
  if (home) return resolve(home);
  return data && isAbsolute(data) ? join(data, 'playhead') : join(user || homedir(), '.local', 'share', 'playhead');
}
