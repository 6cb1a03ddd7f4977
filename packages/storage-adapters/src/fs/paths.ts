import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isUuid, type SessionHeader } from '@playhead/protocol';
import { errnoOf } from './failures.ts';

const LOG = '.jsonl';
const ARCHIVE = '.gz';
const SECOND_NAME = 'rewriting-';
const STEM = /^\d{8}T\d{9}Z_[0-9a-f]{8}_([0-9a-f-]{36})$/;

/** The folders of one data directory. */
export interface Folders {
  readonly sessions: string;
  readonly claims: string;
  readonly derived: string;
  /** The blobs that sessions share. */
  readonly blobs: string;
  /** The file that lists are made of; it may be removed at any time. */
  readonly index: string;
  /** Where producers say that they are at work. */
  readonly heartbeats: string;
  /** The file that says what was removed. */
  readonly audit: string;
}

/** Names the folders below a data directory. Creates nothing. */
export function foldersOf(dir: string): Folders {
  return { sessions: join(dir, 'sessions'), claims: join(dir, 'claims'), derived: join(dir, 'derived'), blobs: join(dir, 'blobs'), index: join(dir, 'index.jsonl'), heartbeats: join(dir, 'heartbeats'), audit: join(dir, 'audit.jsonl') };
}

/**
 * Makes a directory, and those above it that are missing, which only their owner may open, whatever the umask.
 * One by one: Node's own recursive `mkdir` never returns where a system refuses with `ENOENT`, as Linux does below `/proc`.
 *
 * @returns Those that were missing.
 */
export function makeDirectory(path: string): readonly string[] {
  const missing: string[] = [];
  for (let above = path; !statSync(above, { throwIfNoEntry: false }) && dirname(above) !== above; above = dirname(above)) missing.push(above);
  for (const directory of missing.reverse()) {
    try {
      mkdirSync(directory, { mode: 0o700 });
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error; // another process was faster
    }
  }
  return missing;
}

/** The name of a session's files: when it began, a hash of what it is about, its id. */
export function stemOf(header: SessionHeader, at: number): string {
  const time = timeOf(at) ?? timeOf(Date.now() * 1000) ?? '';
  const about = createHash('sha256').update(String(header.prompt ?? header.workspaceName)).digest('hex').slice(0, 8);
  return `${time}_${about}_${header.sessionId}`;
}

/** The stem that the log of a dropped session has: when it began, nothing of what it was about, its id. */
export function namelessStem(logs: readonly string[], sessionId: string): string {
  const times = logs.flatMap((name) => (STEM.test(name.slice(0, -LOG.length)) ? [name.slice(0, name.indexOf('_'))] : []));
  return `${times.sort()[0] ?? '19700101T000000000Z'}_00000000_${sessionId}`;
}

function timeOf(at: number): string | undefined {
  const date = new Date(at / 1000);
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString().replaceAll(/[-:.]/g, '');
  return /^\d{8}T\d{9}Z$/.test(text) ? text : undefined;
}

/** The session id in a stem that {@link stemOf} made; undefined for every other text. */
export function sessionOfStem(stem: string): string | undefined {
  const id = STEM.exec(stem)?.[1];
  return id !== undefined && isUuid(id) ? id : undefined;
}

/** When a log's name says that its session began: integer microseconds since the Unix epoch. */
export function timeOfLog(path: string): number {
  const match = /(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z_[^/\\]*$/.exec(path);
  if (match) {
    const [, year, month, day, hours, minutes, seconds, milliseconds] = match;
    const time = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
    if (!Number.isNaN(time)) return time * 1000;
  }
  return Math.trunc(statSync(path).mtimeMs) * 1000;
}

/** The session id in the name of a log or of its archive, also of one that was copied in by hand. */
export function sessionOfLog(wanted: string): string | undefined {
  const name = plainNameOf(wanted);
  if (!name.endsWith(LOG)) return undefined;
  const id = name.slice(-LOG.length - 36, -LOG.length);
  return isUuid(id) && (name.length === 36 + LOG.length || name.at(-LOG.length - 37) === '_') ? id : undefined;
}

/** The logs of every session, each session's in the order of their names. Paths are absolute. */
export function logsBySession(folders: Folders, names: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of [...withoutArchives(folders, names)].sort()) {
    const id = sessionOfLog(name);
    if (id === undefined || !fileAt(join(folders.sessions, name))) continue;
    const paths = found.get(id);
    if (paths) paths.push(join(folders.sessions, name));
    else found.set(id, [join(folders.sessions, name)]);
  }
  return found;
}

/** The name of the plain log that an archive goes with; other names stay as they are. */
export function plainNameOf(name: string): string {
  return name.endsWith(LOG + ARCHIVE) ? name.slice(0, -ARCHIVE.length) : name;
}

/** The names of files with those of archives replaced by those of their logs, each once. An archive that was copied in alone gets its log. */
export function withoutArchives(folders: Folders, names: readonly string[]): readonly string[] {
  const archives = names.filter((name) => name.endsWith(LOG + ARCHIVE));
  if (archives.length === 0) return names;
  const others = new Set(names.filter((name) => !name.endsWith(LOG + ARCHIVE)));
  for (const name of archives) {
    const plain = plainNameOf(name);
    if (!others.has(plain)) makeEmpty(join(folders.sessions, plain));
    others.add(plain);
  }
  return [...others];
}

/** Makes the plain log that goes on behind an archive, unless the archive is gone: then its session is. */
function makeEmpty(path: string): void {
  try {
    if (!fileAt(archivePath(path))) return;
    closeSync(openSync(path, 'ax', 0o600));
    if (!fileAt(archivePath(path))) rmSync(path, { force: true });
  } catch {
    // it is there, or nothing can be written here
  }
}

/** The second name that a log gets while another file takes its place, so that what is appended last is not lost. */
export function secondNameOf(folders: Folders, inode: number, sessionId: string): string {
  return join(folders.sessions, `${SECOND_NAME}${inode}_${sessionId}${LOG}`);
}

/** Whether a path is such a second name. */
export function isSecondName(path: string): boolean {
  return basename(path).startsWith(SECOND_NAME);
}

/** The logs of one session in the order of their names; more than one when files were copied in. */
export function logsOf(folders: Folders, sessionId: string): string[] {
  return logsBySession(folders, namesIn(folders.sessions).filter((name) => sessionOfLog(name) === sessionId)).get(sessionId) ?? [];
}

/** The names of a session's files in the folder of sessions, also of those that a crash left. */
export function namesOf(names: readonly string[], sessionId: string): string[] {
  return names.filter((name) => name.includes(sessionId));
}

/** The same for every session, in one pass. */
export function namesBySession(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(name)?.[0];
    if (id === undefined) continue;
    const own = found.get(id);
    if (own) own.push(name);
    else found.set(id, [name]);
  }
  return found;
}

/** The path of what lies beside a log, such as `.blobs`. */
export function besideLog(log: string, suffix: string): string {
  return log.slice(0, -LOG.length) + suffix;
}

/** The path of a log's archive: the beginning of the log, compressed. */
export function archivePath(log: string): string {
  return log + ARCHIVE;
}

/** The path of the log with a given stem. */
export function logPath(folders: Folders, stem: string): string {
  return join(folders.sessions, stem + LOG);
}

/** The state of a file; undefined where there is none, or something that is no file: opening a pipe would wait for its other end. */
export function fileAt(path: string): Stats | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true ? stats : undefined;
  } catch (error) {
    if (errnoOf(error) === 'ELOOP') return undefined;
    throw error;
  }
}

/** The names in a directory; none when there is no such directory. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
