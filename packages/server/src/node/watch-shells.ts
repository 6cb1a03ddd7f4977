import { existsSync, watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler } from '../handler.ts';
import { followShell } from './follow-shell.ts';
import { shellProcess } from './shell-process.ts';

/** Where the folder is in which shells say that they run, and who takes what they print. */
export interface WatchShellsOptions {
  /** The folder of `time-commands.sh`. */
  readonly folder: string;
  /** The harness, as the last part of the hook route. Default `claude`. */
  readonly harness?: string;
  /** Takes what they print, as it does what comes over HTTP. */
  readonly handler: Handler;
  /** A token for it, where it asks for one. */
  readonly token?: string;
}

/** Shells that are followed while they print. */
export interface WatchedShells {
  /** Resolves once shells are seen. */
  readonly ready: Promise<void>;
  /** Follows no more. */
  close(): Promise<void>;
}

/** The folder of a data directory in which the shells of agents say that they run. */
export function shellFolder(dir: string): string {
  return join(dir, 'shell-timing');
}

/** More are not followed at once. */
const MOST_SHELLS = 64;
/** How often it looks by itself, where the system tells of no new files. */
const LOOK_MS = 500;

/**
 * Records what the commands of agents print, while they print it: those that `time-commands.sh` runs. Says in its folder, once that is there, that
 * somebody is at work; else a command leaves nothing there.
 *
 * @example
 * ```ts
 * const handler = createHandler({ storage, harnesses: [claudeHarness] });
 * const shells = watchShells({ folder: shellFolder(dataDirectory()), handler });
 * await shells.close();
 * ```
 */
export function watchShells({ folder, harness = 'claude', handler, token }: WatchShellsOptions): WatchedShells {
  const running = join(folder, 'running');
  const note = join(folder, 'server');
  const stopping = new AbortController();
  const followed = new Map<number, Promise<void>>();
  let watcher: FSWatcher | undefined;
  let started = false;

  async function look(): Promise<void> {
    if (!started) return start();
    const names = await readdir(running).catch(() => []);
    for (const name of names) {
      const pid = Number(/^\d{1,10}$/.exec(name)?.[0]);
      if (Number.isNaN(pid) || stopping.signal.aborted || followed.has(pid)) continue;
      followed.set(pid, follow(pid, name).catch(() => undefined).finally(() => followed.delete(pid)));
    }
  }

  async function follow(pid: number, name: string): Promise<void> {
    await rm(join(running, name), { force: true });
    const shell = followed.size < MOST_SHELLS ? await shellProcess(pid) : undefined;
    if (shell) await followShell(pid, shell, { handler, harness, signal: stopping.signal, ...(token !== undefined && { token }) });
  }

  async function start(): Promise<void> {
    if (!existsSync(folder) || stopping.signal.aborted) return; // nobody wants commands timed
    started = true;
    await rm(running, { recursive: true, force: true }); // what runs since before has printed nobody knows when
    await mkdir(running, { recursive: true, mode: 0o700 });
    watcher = watch(running, () => void look());
    watcher.on('error', () => watcher?.close()); // it looks by itself from here on
    await writeFile(note, `${process.pid}\n`, { mode: 0o600 });
  }

  const ready = start().catch(() => undefined); // commands run all the same
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return {
    ready,
    async close() {
      stopping.abort();
      clearInterval(timer);
      await ready;
      watcher?.close();
      await rm(note, { force: true }).catch(() => undefined);
      await Promise.all(followed.values());
    },
  };
}
