import { existsSync } from 'node:fs';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler } from '@playhead/server';
import { drainHookSpool, hookSpool } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { CommandContext } from './command.ts';
import { harnesses } from './harnesses.ts';
import { findServer } from './local-server.ts';

/** So long a command may read the transcripts of what it stored; a server, or the next event of their session, goes on. */
const TRANSCRIPT_MS = 5000;

/**
 * Stores the payloads that hooks left on the disk while no server ran, so that a command sees everything. A running server does it
 * by itself. Never rejects: what is not stored now stays for the next one.
 *
 * @returns How many were stored.
 */
export async function deliverSpooledHooks(dir: string, { env, signal }: Pick<CommandContext, 'env' | 'signal'>): Promise<number> {
  const spool = hookSpool(dir);
  if (!existsSync(spool) || (await findServer(dir))) return 0;
  const storage = fsStorage({ dir });
  let drained = (): void => undefined;
  const backlog = new Promise<void>((resolve) => { drained = resolve; });
  const handler = createHandler({ storage, harnesses, recordingOf: createSessionRecording({ dir }), histories: { env, closingMs: TRANSCRIPT_MS, backlog } });
  try {
    const { stored, elsewhere } = await drainHookSpool({ spool, handler, signal });
    if (elsewhere !== true && !signal.aborted) drained(); // who reads it completes what it reads
    return stored;
  } catch {
    return 0; // the command says what is wrong with the data directory, if something is
  } finally {
    await handler.close().catch(() => undefined);
    await storage.close().catch(() => undefined);
  }
}
