import { errorDescriptions, PlayheadError, type ErrorCode } from '@playhead/protocol';
import { dropSession } from '@playhead/server';
import type { Command } from '../command.ts';
import { findServer } from '../local-server.ts';
import { bearer, ownSecretOf } from '../own-token.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** `playhead private`: removes what was recorded of a session, and keeps nothing more of it. */
export const privateCommand: Command = {
  name: 'private',
  readsRecordings: true,
  usage: '<id>',
  about: 'remove what a session recorded for good, and keep nothing more of it',
  examples: [
    { line: 'private 0194', about: 'remove what a session recorded, and keep nothing more of it' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    return withStorage(input, context, async (storage) => {
      const { sessionId } = await wantedSession(storage, input.positionals[0] ?? '');
      const dir = dirOf(input, context);
      const server = await findServer(dir);
      // A server knows the session's agent: it throws away what waits and what comes.
      const removed = (server && (await removedByServer(server.url, sessionId, ownSecretOf(dir)))) ?? (await dropSession(storage, sessionId)).removed;
      if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, sessionId, removed }));
      else if (removed === 0) context.output.line(`${sessionId} was private already; nothing was left to remove`);
      else context.output.line(`${sessionId} is private: ${removed} ${removed === 1 ? 'event' : 'events'}, large values, notes and everything made of them were removed; nothing more of it is kept`);
      return 0;
    });
  },
};

/** @returns undefined when the server went away, or is of a version that cannot do it. */
async function removedByServer(url: string, id: string, secret: string | undefined): Promise<number | undefined> {
  const response = await fetch(`${url}/api/v1/sessions/${id}/drop`, { method: 'POST', headers: bearer(secret), signal: AbortSignal.timeout(60_000) }).catch(() => undefined);
  const body = (await response?.json().catch(() => undefined)) as { removed?: unknown; code?: unknown; message?: unknown } | undefined; // each is checked below
  if (response?.ok && typeof body?.removed === 'number') return body.removed;
  const { code, message } = body ?? {};
  if (code === undefined || code === 'not_found' || code === 'usage') return undefined;
  const known = typeof code === 'string' && Object.hasOwn(errorDescriptions, code) ? (code as ErrorCode) : 'internal'; // a key of the table
  throw new PlayheadError(known, typeof message === 'string' ? message : 'The server could not remove the session. Its log says why.');
}
