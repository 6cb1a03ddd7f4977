import { isPlayheadError, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { httpStorage } from '@playhead/storage-adapters/http';
import { findWaitingUploads, isSameServer, uploadSession, type UploadedSession, type UploadProgress } from '@playhead/storage-adapters/outbox';
import { conflictAt, wantedServer } from '../central-server.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { readServerNote } from '../local-server.ts';
import { sizeText } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { allSessions, wantedSession, withStorage } from './with-session.ts';

/** The version of what `playhead push --json` prints. */
const SCHEMA_VERSION = 1;
/** How many sessions may be named. */
const MOST_NAMED = 1000;
/** How many are sent at once. */
const AT_ONCE = 4;
/** How often a person at a terminal hears how far a session is: milliseconds. */
const SAY_MS = 1000;

type Pushed = UploadedSession | { readonly sessionId: string; readonly status: 'failed' | 'waiting'; readonly code: string; readonly message: string };

/** `playhead push`: sends recordings to another server. */
export const pushCommand: Command = {
  name: 'push',
  readsRecordings: true,
  usage: '<id>…|--all',
  about: 'send recordings to the server that PLAYHEAD_URL names; each is there once, however often it is sent',
  examples: [
    { line: 'push --all', about: 'send what the server of PLAYHEAD_URL lacks' },
  ],
  completes: 'session',
  positionals: { min: 0, max: MOST_NAMED },
  options: {
    all: { type: 'boolean', about: 'every recording of which something is not there yet' },
    url: { type: 'string', value: 'address', about: 'the server (default PLAYHEAD_URL); its token is PLAYHEAD_TOKEN' },
    json: jsonOption,
    dir: dirOption,
  },
  async run(input, context) {
    const server = wantedServer(input.text('url'), context.env);
    if (isSameServer(server.url, readServerNote(dirOf(input, context))?.url)) throw new PlayheadError('usage', `${server.url} is the server of these recordings, so nothing was sent. Name another one with --url or PLAYHEAD_URL.`);
    const conflicts = new Set<string>();
    const remote = httpStorage({ ...server, retries: 3, onConflict: ({ sessionId }) => void conflicts.add(sessionId) });
    try {
      return await withStorage(input, context, async (local) => {
        const ids = await wantedIds(input, local, remote);
        const pushed = await pushAll(ids, { local, remote, context, json: input.flag('json'), conflicts, url: server.url });
        say(pushed, server.url, input, context);
        return pushed.every(({ status }) => status !== 'failed' && status !== 'waiting') ? 0 : 1;
      });
    } finally {
      await remote.close();
    }
  },
};

async function wantedIds(input: CommandInput, local: SessionStorage, remote: SessionStorage): Promise<readonly string[]> {
  if (input.flag('all') === input.positionals.length > 0) throw new PlayheadError('usage', 'Name recordings, or give --all. playhead sessions list shows them.');
  const ids = new Set<string>();
  for (const text of input.positionals) ids.add((await wantedSession(local, text)).sessionId);
  if (input.flag('all')) {
    for await (const { sessionId } of findWaitingUploads({ local, remote })) ids.add(sessionId);
    for (const { sessionId, dropped } of await allSessions(local)) if (dropped) ids.add(sessionId); // it may be there still
  }
  return [...ids];
}

interface PushOptions {
  readonly local: SessionStorage;
  readonly remote: SessionStorage;
  readonly url: string;
  readonly context: CommandContext;
  readonly json: boolean;
  /** The sessions of which the server has kept another text. */
  readonly conflicts: ReadonlySet<string>;
}

async function pushAll(ids: readonly string[], { local, remote, url, context, json, conflicts }: PushOptions): Promise<readonly Pushed[]> {
  const pushed = new Map<string, Pushed>();
  const waiting = [...ids];
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const onProgress = progressOf(context);
  const pushOne = async (sessionId: string): Promise<Pushed> => {
    try {
      const done = await uploadSession(sessionId, { local, remote, signal, ...(onProgress && { onProgress }) });
      return conflicts.has(done.target) ? { ...conflictAt(url, sessionId), status: 'failed' } : done;
    } catch (error) {
      if (!isPlayheadError(error)) throw error;
      const { code, message, retryable } = error;
      if (retryable || code === 'unauthorized') stop.abort(); // the server is away, or knows nobody: so it is for the others
      return { sessionId, status: retryable ? 'waiting' : 'failed', code, message };
    }
  };
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const one: Pushed = signal.aborted ? { sessionId: id, status: 'waiting', code: 'aborted', message: 'Sending had ended before.' } : await pushOne(id);
      pushed.set(id, one);
      if (!json && one.status !== 'waiting') context.output.line(describe(one));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return ids.flatMap((id) => pushed.get(id) ?? []);
}

/** @returns Undefined where nobody looks. */
function progressOf({ interactive, output }: CommandContext): ((progress: UploadProgress) => void) | undefined {
  if (!interactive) return undefined;
  let said = Date.now();
  return ({ sessionId, bytes, waitingBytes }) => {
    if (Date.now() - said < SAY_MS) return;
    said = Date.now();
    output.note(`${sessionId}  ${sizeText(bytes)} sent, ${sizeText(waitingBytes)} to go`);
  };
}

function say(pushed: readonly Pushed[], url: string, input: CommandInput, { output }: CommandContext): void {
  const [records, bytes] = pushed.reduce(([some, size], one) => ('records' in one ? [some + one.records, size + one.bytes] : [some, size]), [0, 0]);
  const left = pushed.filter(({ status }) => status === 'waiting');
  if (input.flag('json')) output.line(JSON.stringify({ schemaVersion: SCHEMA_VERSION, url, sessions: pushed, records, bytes }));
  else if (input.flag('all')) output.line(`${pushed.filter(({ status }) => status === 'sent').length} of ${pushed.length} recordings sent: ${records} records, ${sizeText(bytes)}.`);
  if (left.length === 0) return;
  const why = left.find((one) => 'code' in one && one.code !== 'aborted');
  output.note(`${left.length} ${left.length === 1 ? 'recording waits' : 'recordings wait'}${why && 'message' in why ? `: ${why.message} (${why.code})` : ''}. Run it again to go on from there.`);
}

function describe(one: Pushed): string {
  switch (one.status) {
    case 'sent': return `${one.sessionId}  sent: ${one.records} records, ${sizeText(one.bytes)}${one.damage.length > 0 ? '; what is damaged here was passed over' : ''}${one.target === one.sessionId ? '' : `; there it is ${one.target}`}`;
    case 'complete': return `${one.sessionId}  was there already`;
    case 'dropped': return `${one.sessionId}  is private there too`;
    default: return `${one.sessionId}  not sent: ${one.message} (${one.code})`;
  }
}
