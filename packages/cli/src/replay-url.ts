import { readServerNote } from './local-server.ts';

/** The page of a session: on the server that is named, else on the one that runs, else where one will run. */
export function replayUrlFor(dir: string, env: Readonly<Record<string, string | undefined>>, sessionId: string): string {
  const server = env['PLAYHEAD_URL'] || readServerNote(dir)?.url || 'http://127.0.0.1:7433';
  return `${server.replace(/\/+$/, '')}/sessions/${sessionId}`;
}
