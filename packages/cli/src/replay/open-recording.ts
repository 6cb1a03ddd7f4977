import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createIdSource, decodeLine, isJsonObject, isPlayheadError, isUuid, LINE_PREFIX, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { type ReplaySource, storageSource } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { openCastFile } from '../casts/cast-file.ts';
import { importCast } from '../casts/import-cast.ts';
import { wantedSession } from '../commands/with-session.ts';

/** A recording that was found. */
export interface OpenedRecording {
  readonly source: ReplaySource;
  readonly sessionId: string;
  /** Where it is kept, when it is one of the data directory: then something can be added to it. */
  readonly storage?: SessionStorage;
  close(): Promise<void>;
}

/** The first line of a recording is no longer than this, in bytes. */
const FIRST_LINE_BYTES = 65_536;

/**
 * Opens what somebody names: a session of the data directory by its id or the beginning of one, or a file.
 *
 * @throws PlayheadError `usage`, `session_not_found`, `not_a_recording`, `storage_unavailable`.
 */
export async function openRecording(name: string, { dir, cwd, signal }: { readonly dir: string; readonly cwd: string; readonly signal: AbortSignal }): Promise<OpenedRecording> {
  const path = resolve(cwd, name);
  const found = isUuid(name) ? undefined : statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return isOurs(path) ? openFile(path) : openCast(path, signal);
  if (found?.isDirectory() && /[/.]/.test(name)) throw new PlayheadError('usage', `${name} is a folder. Name a recording in it, or give a data directory with --dir and name a session by its id.`);
  if (/[/.]/.test(name)) throw new PlayheadError('usage', `There is no file ${name}. Name a recording, or a session by its id.`);
  const storage = fsStorage({ dir });
  try {
    const { sessionId } = await wantedSession(storage, name);
    return { source: storageSource(storage, sessionId), sessionId, storage, close: () => storage.close() };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** A file is read where it lies, as the only session of a data directory that goes away: so a long one is read by parts, and one that is written is followed. */
async function openFile(path: string): Promise<OpenedRecording> {
  const packed = path.endsWith('.gz');
  const inHead = packed ? undefined : idInHead(path);
  const sessionId = idInName(path) ?? inHead ?? createIdSource()();
  const { dir, remove } = temporaryDirectory();
  mkdirSync(join(dir, 'sessions'), { mode: 0o700 });
  symlinkSync(path, join(dir, 'sessions', `${sessionId}.jsonl${packed ? '.gz' : ''}`));
  return openIn(dir, sessionId, remove);
}

/** What another program recorded becomes a session first, in a data directory that goes away. */
async function openCast(path: string, signal: AbortSignal): Promise<OpenedRecording> {
  const file = await openCastFile(path, undefined).catch((cause: unknown) => {
    throw isPlayheadError(cause, 'not_a_recording') ? notARecording(path, cause) : cause;
  });
  const { dir, remove } = temporaryDirectory();
  const storage = fsStorage({ dir });
  try {
    // Nothing of it is kept, so there is nothing to opt out of.
    const recording = { ...createSessionRecording({ dir, redaction: { policy: 'off' } })({ cwd: dir, env: {} }), record: true };
    const { sessionId } = await importCast(file, { storage, recording, signal });
    return openIn(dir, sessionId ?? '', remove);
  } catch (error) {
    remove();
    throw isPlayheadError(error, 'not_a_recording') ? notARecording(path, error) : error;
  } finally {
    await storage.close();
  }
}

/** What somebody can do who named a file that is nothing to replay. */
function notARecording(path: string, cause?: unknown): PlayheadError {
  return new PlayheadError('not_a_recording', `${basename(path)} cannot be replayed: it is neither a recording of Playhead nor an asciicast or a ttyrec. A transcript of Claude Code becomes a session by playhead import claude ${path}, `
    + `a typescript of script by playhead import ${path} --timing <file>; then replay the session.`, { cause });
}

function openIn(dir: string, sessionId: string, remove: () => void): OpenedRecording {
  const storage = fsStorage({ dir });
  return {
    source: storageSource(storage, sessionId), sessionId,
    async close() {
      await storage.close();
      remove();
    },
  };
}

/** A directory that is gone when it is removed, and at the latest when the process ends. */
function temporaryDirectory(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-replay-'));
  const gone = (): void => rmSync(dir, { recursive: true, force: true });
  process.once('exit', gone);
  return {
    dir,
    remove() {
      process.off('exit', gone);
      gone();
    },
  };
}

/** Whether a file is a recording of Playhead, by its name or its beginning. Casts that we wrote hold records in their comments. */
function isOurs(path: string): boolean {
  return /\.jsonl(\.gz)?$/.test(path) || firstBytes(path).split('\n').some((line) => line.startsWith(LINE_PREFIX));
}

function idInName(path: string): string | undefined {
  const id = basename(path).replace(/\.jsonl(\.gz)?$/, '').slice(-36);
  return isUuid(id) ? id : undefined;
}

/** The session that the first line of a file speaks of. Of one that nothing was written to yet nobody knows. @throws PlayheadError `not_a_recording`. */
function idInHead(path: string): string | undefined {
  const head = firstBytes(path);
  if (head === '' && idInName(path) !== undefined) return undefined;
  const line = head.split('\n').find((one) => one.startsWith(LINE_PREFIX));
  if (line === undefined) throw notARecording(path);
  const [first] = decodeLine(line).records;
  const id = isJsonObject(first?.record.data) ? first.record.data['sessionId'] : undefined;
  return typeof id === 'string' && isUuid(id) ? id : undefined;
}

function firstBytes(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(FIRST_LINE_BYTES);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, FIRST_LINE_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
