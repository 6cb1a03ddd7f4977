import { constants } from 'node:fs';
import { open, readFile, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isUnreaped } from './is-alive.ts';

/** A process of this user that runs a command of an agent, and the file it prints into. */
export interface ShellProcess {
  /** The agent's name of its session. */
  readonly session: string;
  /** What its environment says of recording. */
  readonly env: Readonly<Record<string, string>>;
  /** What the shell was given to run. */
  readonly line: string;
  readonly cwd: string;
  /** To be closed by whoever asked. */
  readonly output: FileHandle;
}

/** How soon it is looked again at a process that is about to become another, and how often: milliseconds. */
const AGAIN_MS = 5;
const MOST_LOOKS = 100;

const OURS: readonly string[] = ['PLAYHEAD_RECORD', 'PLAYHEAD_REDACTION', 'PLAYHEAD_SESSION_ID'];

/**
 * What a process runs and where it prints, as the system tells it. It has to be this user's own, and to print into a file of its session's own
 * `tasks/`, which no link leads to.
 *
 * @returns undefined for any other process, also where the system tells nothing, as on macOS.
 */
export async function shellProcess(pid: number): Promise<ShellProcess | undefined> {
  try {
    const at = `/proc/${pid}`;
    if ((await stat(at)).uid !== process.getuid?.()) return undefined;
    const given = new Map((await toldOf(pid, 'environ')).split('\0').map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const));
    const session = given.get('CLAUDE_CODE_SESSION_ID') ?? '';
    const line = (await toldOf(pid, 'cmdline')).split('\0').at(-2) ?? ''; // behind the last one a NUL stands too
    const output = await openOutput(`${at}/fd/1`, session);
    if (!output) return undefined;
    const env = Object.fromEntries(OURS.flatMap((name) => (given.has(name) ? [[name, given.get(name) ?? ''] as const] : [])));
    return { session, env, line, cwd: await readlink(`${at}/cwd`), output };
  } catch {
    return undefined; // it ended meanwhile
  }
}

/** What the system tells of a process. It tells nothing for the moment in which that becomes another program, as every shell does that says it runs; and nothing ever of one that has ended. */
async function toldOf(pid: number, file: string): Promise<string> {
  const path = `/proc/${pid}/${file}`;
  let told = await readFile(path, 'utf8');
  for (let looks = 1; told === '' && looks < MOST_LOOKS && !isUnreaped(pid); looks += 1) {
    await setTimeout(AGAIN_MS);
    told = await readFile(path, 'utf8');
  }
  return told;
}

/**
 * Opens what a process prints into.
 *
 * @param descriptor - The link by which the system tells of it, such as `/proc/1/fd/1`.
 * @returns undefined unless it is a file of this user in the `tasks/` of that session.
 */
export async function openOutput(descriptor: string, session: string): Promise<FileHandle | undefined> {
  const path = await readlink(descriptor);
  const isOfSession = /^\w[\w.-]{0,127}$/.test(session) && path.split('/').slice(0, -1).join('/').endsWith(`/${session}/tasks`) && /\/\w{1,64}\.output$/.test(path);
  if (!isOfSession || (await realpath(path)) !== path) return undefined;
  const uid = process.getuid?.();
  if ((await stat(dirname(path))).uid !== uid) return undefined;
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const [found, meant] = [await file.stat(), await stat(descriptor)];
  if (found.isFile() && found.uid === uid && found.ino === meant.ino && found.dev === meant.dev) return file;
  await file.close();
  return undefined;
}
