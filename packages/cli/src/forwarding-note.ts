import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { httpStorage } from '@playhead/storage-adapters/http';
import { findWaitingUploads, type UploadStatus } from '@playhead/storage-adapters/outbox';
import { centralServerOf } from './central-server.ts';
import { sizeText } from './plain-text.ts';

/** How far the sending to a central server is. */
export interface ForwardingNote extends UploadStatus {
  readonly url: string;
  /** The server that sends; 0 where none does. */
  readonly pid: number;
}

const fileOf = (dir: string): string => join(dir, 'forwarding.json');
/** How many sessions are looked at where no server runs that knows. */
const NEWEST = 1000;

/** Writes it in one step. Where there is no room for it, the one before stands. */
export function writeForwardingNote(dir: string, note: ForwardingNote): void {
  const draft = `${fileOf(dir)}.${note.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(note)}\n`, { mode: 0o600 });
    renameSync(draft, fileOf(dir));
  } catch {
    // it is for people, and the next one comes in two seconds
  }
}

/** Removes it, if it is still the one of this process. */
export function removeForwardingNote(dir: string, pid: number): void {
  if (readForwardingNote(dir)?.pid === pid) rmSync(fileOf(dir), { force: true });
}

/** Where the server of a data directory sends what is recorded there; undefined where none does. */
export function forwardingUrlOf(dir: string): string | undefined {
  return readForwardingNote(dir)?.url;
}

function readForwardingNote(dir: string): ForwardingNote | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(dir), 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const note = value as Partial<ForwardingNote>; // a file of ours, in a directory of the user's alone; what is used is checked next
    return typeof note.url === 'string' && Number.isSafeInteger(note.pid) && Array.isArray(note.refused) ? (note as ForwardingNote) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How far the sending is: as the server that runs says, else by what is noted beside the recordings.
 *
 * @param pid - The server of the data directory; undefined where none runs.
 * @returns Undefined when nothing is sent anywhere.
 * @throws PlayheadError `usage` when `PLAYHEAD_URL` is no address.
 */
export async function forwardingState(dir: string, pid: number | undefined, env: Readonly<Record<string, string | undefined>>): Promise<ForwardingNote | undefined> {
  const note = readForwardingNote(dir);
  if (note && note.pid === pid) return note;
  const central = centralServerOf(env);
  if (!central) return undefined;
  const [local, remote] = [fsStorage({ dir }), httpStorage({ url: central.url })];
  let [waitingSessions, waitingBytes] = [0, 0];
  try {
    for await (const { bytes } of findWaitingUploads({ local, remote, newest: NEWEST })) [waitingSessions, waitingBytes] = [waitingSessions + 1, waitingBytes + bytes];
  } finally {
    await Promise.all([local.close(), remote.close()]);
  }
  return { url: central.url, pid: 0, waitingSessions, waitingBytes, refused: [] };
}

/** It for people, in one line for each thing. */
export function forwardingText({ url, waitingSessions, waitingBytes, lastAckAt, lastError, refused }: ForwardingNote): string {
  const waiting = waitingSessions === 0 ? 'everything was sent' : `${waitingSessions} ${waitingSessions === 1 ? 'session waits' : 'sessions wait'} (${sizeText(waitingBytes)})`;
  return [
    `recordings go to ${url}: ${waiting}${lastAckAt === undefined ? '' : `; last acknowledged ${new Date(lastAckAt / 1000).toISOString()}`}`,
    ...(lastError ? [`last error, ${new Date(lastError.at / 1000).toISOString()}: ${lastError.message} (${lastError.code})`] : []),
    ...refused.map(({ message }) => message),
  ].join('\n');
}
