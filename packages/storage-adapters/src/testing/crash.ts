import type { Annotation, SessionHeader, SessionStorage } from '@playhead/protocol';

/** What a process that dies in the middle of it does. JSON, so that it can be an argument of a process. */
export type CrashTask =
  | { readonly action: 'create'; readonly header: SessionHeader }
  | { readonly action: 'append'; readonly sessionId: string; readonly lines: readonly string[] }
  | { readonly action: 'annotate'; readonly sessionId: string; readonly annotation: Annotation }
  | { readonly action: 'blob'; readonly sessionId: string; readonly bytes: readonly number[] }
  | { readonly action: 'derived'; readonly sessionId: string; readonly bytes: readonly number[] }
  | { readonly action: 'delete'; readonly sessionId: string };

/**
 * Does what a task says, in a process that dies in the middle of it.
 *
 * @example
 * ```ts
 * // crash.ts, which the hook crash starts: it dies at its nth change of the medium
 * import fs from 'node:fs';
 * import { syncBuiltinESMExports } from 'node:module';
 *
 * let left = Number(process.argv[3]);
 * const { renameSync } = fs; // and so on for every function that the storage changes something with
 * fs.renameSync = (...paths) => {
 *   if (left === 0) process.kill(process.pid, 'SIGKILL');
 *   left -= 1;
 *   renameSync(...paths);
 * };
 * syncBuiltinESMExports();
 * await runCrashTask(fsStorage({ dir }), JSON.parse(process.argv[2] ?? ''));
 * ```
 */
export async function runCrashTask(storage: SessionStorage, task: CrashTask): Promise<void> {
  switch (task.action) {
    case 'create':
      return void (await storage.create(task.header));
    case 'append':
      return storage.append(task.sessionId, task.lines, { durability: 'fsync' });
    case 'annotate':
      return storage.annotate(task.sessionId, task.annotation);
    case 'blob':
      return void (await storage.blobs.put(task.sessionId, Uint8Array.from(task.bytes)));
    case 'derived':
      return storage.derived.put(task.sessionId, 'index', 1, Uint8Array.from(task.bytes));
    case 'delete':
      return storage.delete(task.sessionId);
  }
}
