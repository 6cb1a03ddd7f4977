import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createIdSource, decodeLine, isJsonObject, isUuid, LINE_PREFIX, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { type ReplaySource, storageSource } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
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
export async function openRecording(name: string, { dir, cwd }: { readonly dir: string; readonly cwd: string }): Promise<OpenedRecording> {
  const path = resolve(cwd, name);
  if (!isUuid(name) && statSync(path, { throwIfNoEntry: false })?.isFile()) return openFile(path);
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
  const sessionId = idInName(path) ?? (packed ? undefined : idInHead(path)) ?? createIdSource()();
  const dir = mkdtempSync(join(tmpdir(), 'playhead-replay-'));
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  process.once('exit', remove);
  mkdirSync(join(dir, 'sessions'), { mode: 0o700 });
  symlinkSync(path, join(dir, 'sessions', `${sessionId}.jsonl${packed ? '.gz' : ''}`));
  const storage = fsStorage({ dir });
  return {
    source: storageSource(storage, sessionId), sessionId,
    async close() {
      await storage.close();
      process.off('exit', remove);
      remove();
    },
  };
}

function idInName(path: string): string | undefined {
  const id = basename(path).replace(/\.jsonl(\.gz)?$/, '').slice(-36);
  return isUuid(id) ? id : undefined;
}

/** The session that the first line of a file speaks of. @throws PlayheadError `not_a_recording`. */
function idInHead(path: string): string | undefined {
  const head = firstBytes(path);
  const line = head.split('\n').find((one) => one.startsWith(LINE_PREFIX));
  if (line === undefined) throw new PlayheadError('not_a_recording', `${basename(path)} is no recording: no line of its beginning starts with ${LINE_PREFIX}. Name a .jsonl file of Playhead.`);
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
