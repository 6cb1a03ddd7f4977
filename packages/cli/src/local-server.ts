import { spawn } from 'node:child_process';
import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlayheadError } from '@playhead/protocol';

/** What `server.json` in the data directory says of the server that owns it. */
export interface ServerNote {
  readonly url: string;
  readonly pid: number;
  readonly version: string;
  /** Whether a command or a hook started it, not somebody in a terminal: then whoever is newer may start it anew. */
  readonly background?: boolean;
}

/** The variable by which a server learns that nobody watches it. */
export const BACKGROUND = 'PLAYHEAD_BACKGROUND';

const fileOf = (dir: string): string => join(dir, 'server.json');

/** Makes the data directory, and makes it and what lies in it readable by its owner only. */
export function makeDataDirectory(dir: string): void {
  try {
    makeMissing(dir);
    chmodSync(dir, 0o700);
    for (const name of readdirSync(dir)) close(join(dir, name));
  } catch (error) {
    throw new PlayheadError('storage_unavailable', `The data directory ${dir} cannot be used, so nothing can be recorded there. Make it writable or choose another with PLAYHEAD_HOME or --dir.`, { cause: error });
  }
}

/** What lies in the data directory is its owner's: others may have been let in by a copy or an old umask. */
function close(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isSymbolicLink() || (stats.mode & 0o077) === 0) return;
  chmodSync(path, stats.isDirectory() ? 0o700 : 0o600);
}

/** One by one: Node's own recursive `mkdir` never returns where a system refuses with `ENOENT`, as Linux does below `/proc`. */
function makeMissing(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() || dirname(dir) === dir) return;
  makeMissing(dirname(dir));
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw error; // else another process was faster
  }
}

/** Writes the note in one step: readers see the old one or the new one. */
export function writeServerNote(dir: string, note: ServerNote): void {
  const draft = `${fileOf(dir)}.${note.pid}`;
  writeFileSync(draft, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(dir));
}

/** Removes the note, if it is still the one of this process. */
export function removeServerNote(dir: string, pid: number): void {
  if (readServerNote(dir)?.pid === pid) rmSync(fileOf(dir), { force: true });
}

/** @returns undefined when there is none, or none that can be read. */
export function readServerNote(dir: string): ServerNote | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(dir), 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { url, pid, version, background } = value as Partial<Record<keyof ServerNote, unknown>>; // each is checked next
    return typeof url === 'string' && URL.canParse(url) && Number.isSafeInteger(pid) ? { url, pid: Number(pid), version: String(version), ...(background === true && { background }) } : undefined;
  } catch {
    return undefined;
  }
}

/** @returns The note of the data directory's server if it answers, undefined when none runs. */
export async function findServer(dir: string): Promise<ServerNote | undefined> {
  const note = readServerNote(dir);
  return note && (await answers(note.url)) ? note : undefined;
}

export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) });
    const body: unknown = await response.json();
    return response.ok && typeof body === 'object' && body !== null && 'name' in body && body.name === 'playhead';
  } catch {
    return false;
  }
}

/** What a server warns of, such as hooks of another version. */
export async function warningsOf(url: string): Promise<readonly string[]> {
  try {
    const body: unknown = await (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).json();
    const warnings: unknown = typeof body === 'object' && body !== null && 'warnings' in body ? body.warnings : undefined;
    return Array.isArray(warnings) ? warnings.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * Waits until the server of a data directory answers.
 *
 * @param options.timeoutMs - Default 15,000.
 * @throws PlayheadError `server_unavailable`.
 */
export async function waitForServer(dir: string, options: { pid?: number; timeoutMs?: number } = {}): Promise<ServerNote> {
  const { pid, timeoutMs = 15_000 } = options;
  for (const end = Date.now() + timeoutMs; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const note = await findServer(dir);
    if (note && (pid === undefined || note.pid === pid)) return note;
  }
  throw new PlayheadError('server_unavailable', `The server did not start within ${timeoutMs / 1000} s. Its messages are in ${join(dir, 'server.log')}.`);
}

/** Starts a server of its own process, which outlives this one. */
export async function startServer(dir: string, args: readonly string[] = []): Promise<ServerNote> {
  makeDataDirectory(dir);
  const log = openSync(join(dir, 'server.log'), 'a', 0o600);
  const child = spawn(process.execPath, [shimPath(), 'serve', '--dir', dir, ...args], { detached: true, stdio: ['ignore', log, log], env: { ...process.env, [BACKGROUND]: '1' } });
  closeSync(log);
  child.unref();
  return waitForServer(dir);
}

/**
 * Ends the server of a data directory, and waits until it no longer answers.
 *
 * @returns Whether it is gone after ten seconds.
 */
export async function endServer(dir: string, { pid }: ServerNote): Promise<boolean> {
  process.kill(pid, 'SIGTERM');
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (await findServer(dir)) continue;
    removeServerNote(dir, pid);
    return true;
  }
  return false;
}

/** The executable of this package. */
export function shimPath(): string {
  return fileURLToPath(new URL('../bin/playhead.js', import.meta.url));
}
