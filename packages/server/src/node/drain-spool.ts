import { readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler } from '../handler.ts';
import { missedSessions, type MissedSession } from './missed-sessions.ts';
import { spoolEntries, type SpoolEntry } from './spool-entries.ts';
import { lockSpool } from './spool-lock.ts';

/** What became of the payloads that waited. */
export interface DrainedSpool {
  /** Stored, and gone from the spool. */
  readonly stored: number;
  /** Not to be recorded: somebody opted out or made the session private. Gone from the spool. */
  readonly refused: number;
  /** No payloads of hooks. They stay in the spool under names that end in `.refused`. */
  readonly unreadable: number;
  /** Still there: not written to their end yet, or the storage does not take them now. */
  readonly waiting: number;
  /** That another process reads the spool, so that nothing was looked at. */
  readonly elsewhere?: true;
}

/** Where a spool is and who takes what it holds. */
export interface DrainSpoolOptions {
  /** The folder of one harness. */
  readonly spool: string;
  /** The harness, as the last part of the hook route. Default `claude`. */
  readonly harness?: string;
  /** Takes the payloads, as it does those that come over HTTP. */
  readonly handler: Handler;
  /** A token for it, where it asks for one. */
  readonly token?: string;
  /** Whether sessions of which hooks could leave nothing, as on a full disk, are made up for. Default true. */
  readonly missed?: boolean;
  readonly signal?: AbortSignal;
}

/** The folder of a data directory in which the hooks of a harness leave their payloads. */
export function hookSpool(dir: string, harness = 'claude'): string {
  return join(dir, 'spool', `hooks-${harness}`);
}

/** After this long nobody writes to a payload any more: the hooks of every tier are given a few seconds. */
const WRITTEN_MS = 60_000;

/**
 * Hands every payload of a spool to the receiver, in the order they came and with the time they came. A payload leaves the spool once
 * it is stored; it is stored once, also when the reader is killed between the two.
 *
 * @returns What became of them.
 *
 * @example
 * ```ts
 * const handler = createHandler({ storage, harnesses: [claudeHarness] });
 * const { stored } = await drainHookSpool({ spool: hookSpool(dataDirectory()), handler });
 * ```
 */
export async function drainHookSpool(options: DrainSpoolOptions): Promise<DrainedSpool> {
  const { spool, signal, missed = true } = options;
  const counts = { stored: 0, refused: 0, unreadable: 0, waiting: 0 };
  const missing = missed ? await missedSessions(spool) : [];
  if (missing.length === 0 && (await spoolEntries(spool)).length === 0) return counts;
  const lock = lockSpool(spool);
  if (lock === 'held') return { ...counts, elsewhere: true };
  if (!lock) return counts;
  try {
    for (const entry of await spoolEntries(spool)) {
      if (signal?.aborted) break;
      lock.touch();
      const became = await deliver(entry, options);
      counts[became] += 1;
      if (became === 'waiting' && entry.whole) return counts; // the storage is away: what came later is not to overtake it
    }
    for (const session of missing) {
      if (signal?.aborted) break;
      lock.touch();
      counts[await makeUp(session, options)] += 1;
    }
    return counts;
  } finally {
    lock.release();
  }
}

/** So long the client keeps what a session is made up from. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Has a session read from its harness's own files, which may have to be written first. */
async function makeUp({ path, session, redaction, notedAt }: MissedSession, { handler, token, harness = 'claude' }: DrainSpoolOptions): Promise<Became> {
  try {
    const headers = { host: '127.0.0.1', 'playhead-missed': session, 'playhead-redaction': redaction, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const response = await handler(new Request(`http://127.0.0.1/hooks/${harness}`, { method: 'POST', headers }), { remoteAddress: '127.0.0.1' });
    if (response.headers.get('playhead-recorded') === '1') return await gone(path, 'stored');
    return response.headers.has('playhead-refused') || Date.now() - notedAt > KEPT_MS ? await gone(path, 'refused') : 'waiting';
  } catch {
    return 'waiting';
  }
}

type Became = 'stored' | 'refused' | 'unreadable' | 'waiting';

async function deliver(entry: SpoolEntry, { handler, token, harness = 'claude' }: DrainSpoolOptions): Promise<Became> {
  const { at, delivery, hooks, redaction, session } = entry;
  try {
    const path = entry.whole ? entry.path : await claimed(entry);
    if (path === undefined) return 'waiting';
    const headers = { host: '127.0.0.1', 'content-type': 'application/json', 'playhead-at': String(at), 'playhead-delivery': delivery, 'playhead-hooks': hooks, 'playhead-redaction': redaction, ...(session !== undefined && { 'playhead-session': session }), ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const request = new Request(`http://127.0.0.1/hooks/${harness}`, { method: 'POST', body: new Uint8Array(await readFile(path)), headers });
    const response = await handler(request, { remoteAddress: '127.0.0.1' });
    if (response.headers.get('playhead-recorded') === '1') return await gone(path, 'stored');
    const refused = response.headers.get('playhead-refused');
    if (refused === null) return 'waiting';
    if (refused !== 'invalid_payload') return await gone(path, 'refused');
    await rename(path, path.replace(/\.json$/, '.refused'));
    return 'unreadable';
  } catch {
    return 'waiting'; // it may not be read now, or another reader took it
  }
}

/** Gives a payload that is whole its final name: it ends as every payload does, or nobody has written to it for long. */
async function claimed({ path }: SpoolEntry): Promise<string | undefined> {
  const bytes = await readFile(path);
  if (bytes.at(-1) !== 0x0a && Date.now() - (await stat(path)).mtimeMs < WRITTEN_MS) return undefined;
  const whole = path.replace(/\.part$/, '.json');
  await rename(path, whole);
  return whole;
}

async function gone(path: string, became: Became): Promise<Became> {
  await rm(path, { force: true });
  return became;
}
