import { DEFAULT_SERVER_URL } from './replay-url.ts';

/** A page has no environment variables: recording is on unless `createRecorder` is told otherwise. */
export function isRecordingEnabled(): boolean {
  return true;
}

/** A page works in no directory. */
export function workingDirectory(): string | undefined {
  return undefined;
}

/** No launcher opens sessions for a page. */
export function joinedSessionId(): string | undefined {
  return undefined;
}

/** The default port; a page that has its server elsewhere sets `serverUrl`. */
export function findServerUrl(): Promise<string> {
  return Promise.resolve(DEFAULT_SERVER_URL);
}
