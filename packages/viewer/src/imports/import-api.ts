import type { ImportSource, ImportState } from '@playhead/protocol';
import type { ServerRequest } from '../access/server-request.ts';

/** The server answers a question for news after so many seconds, even if there is none. */
const WAIT_SECONDS = 25;

/** What there is to import; nothing where this server imports nothing, or not for this page. */
export async function fetchSources(request: ServerRequest, signal: AbortSignal): Promise<readonly ImportSource[]> {
  const response = await request('/api/v1/imports', { signal, headers: { accept: 'application/json' } });
  if (!response.ok) return [];
  const { sources = [] } = (await response.json()) as { sources?: readonly ImportSource[] }; // our own server's answer
  return sources;
}

/** Begins or ends an import, or waits for news of it. @throws Error that says what happened and what to do. */
export async function askImport(request: ServerRequest, harness: string, ask: { readonly method: 'POST' | 'DELETE' } | { readonly revision: number }, signal?: AbortSignal): Promise<ImportState> {
  const query = 'revision' in ask ? `?revision=${ask.revision}&wait=${WAIT_SECONDS}` : '';
  const response = await request(`/api/v1/imports/${encodeURIComponent(harness)}${query}`, { method: 'method' in ask ? ask.method : 'GET', headers: { accept: 'application/json' }, ...(signal && { signal }) }).catch((cause: unknown) => {
    throw new Error('The Playhead server cannot be reached. Start it with “npx playhead serve”, then try again.', { cause });
  });
  if (!response.ok) throw new Error(`The Playhead server answered ${response.status}. Try again in a moment.`);
  return ((await response.json()) as { import: ImportState }).import; // our own server's answer
}
