/** Where the server listens unless told otherwise. */
export const DEFAULT_SERVER_URL = 'http://127.0.0.1:7433';

/** The page of a session, below a server's address with or without a slash at its end. */
export function replayUrlOf(serverUrl: string, sessionId: string): string {
  return `${serverUrl.endsWith('/') ? serverUrl.slice(0, -1) : serverUrl}/sessions/${sessionId}`;
}
