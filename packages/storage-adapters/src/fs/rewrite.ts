import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isJsonObject, PlayheadError, type RewriteOptions, type SessionHeader } from '@playhead/protocol';
import type { ChangeLine } from '../common/rewritten.ts';
import { draftAnnotations } from './annotations.ts';
import { removeUnnamedBlobs } from './blobs.ts';
import { createLineChanger, type LineChanger } from './changed-lines.ts';
import { HEADER } from './create.ts';
import { errnoOf } from './failures.ts';
import { besideLog, namesIn, namesOf, type Folders } from './paths.ts';
import { readIfThere, replaceFileDurably, syncDirectoryOf } from './write-file.ts';

// A log is written anew beside the old one and renamed over it. The old file keeps a second name, as another log of the session, until
// the lines that others appended last are carried over: readers merge all logs, so that nothing is missing, also after a crash there.
const SECOND_NAME = 'rewriting-';

/** How often lines that others append meanwhile are carried over before the new log takes its place; the last ones follow it. */
const MOST_ROUNDS = 10;

/** How old a file must be to count as left over by a crash, in milliseconds. */
const LEFT_OVER_MS = 3_600_000;

/** How a session is rewritten. */
export interface SessionRewrite extends RewriteOptions {
  readonly folders: Folders;
  readonly sessionId: string;
  /** All logs of the session, in the order of their names. */
  readonly logs: readonly string[];
  readonly change: ChangeLine;
  /** Appends to the log as it is then. */
  readonly append: (lines: readonly string[]) => Promise<void>;
}

interface Draft {
  readonly log: string;
  readonly source: FileHandle;
  readonly inode: number;
  readonly target: FileHandle;
  readonly temporary: string;
  /** How much of the source is copied. */
  readonly place: { offset: number };
}

/** Gives the lines of a session another text. Until all of it is written beside, nothing is changed. */
export async function rewriteSession(rewrite: SessionRewrite): Promise<void> {
  const { folders, sessionId, header, annotation } = rewrite;
  const logs = rewrite.logs.filter((log) => !isSecondName(log));
  const left = leftByCrash(rewrite, logs);
  const changer = createLineChanger(rewrite.change);
  const drafts: Draft[] = [];
  try {
    for (const log of logs) drafts.push(await openDraft(log));
    for (const draft of drafts) await fill(draft, changer);
    for (const log of left) await carryOver(log, drafts[0], changer);
    for (const { target } of drafts) await target.sync();
    const headers = header ? await Promise.all(logs.map((log) => changedHeader(besideLog(log, HEADER), header))) : [];
    const annotations = annotation ? await Promise.all(logs.map((log) => draftAnnotations(log, annotation))) : [];
    // The header first: whoever sees the new log reads the new header too.
    for (const { path, text } of headers) if (text !== undefined) replaceFileDurably(path, text);
    for (const draft of drafts) await putInPlace(draft, rewrite, changer);
    for (const put of annotations) await put();
    for (const log of left) rmSync(log, { force: true });
    for (const log of logs) removeUnnamedBlobs(folders.blobs, log, changer, Date.now() - LEFT_OVER_MS);
    rmSync(join(folders.derived, sessionId), { recursive: true, force: true });
  } finally {
    for (const { source, target, temporary } of drafts) {
      await Promise.allSettled([source.close(), target.close()]);
      rmSync(temporary, { force: true });
    }
  }
}

async function openDraft(log: string): Promise<Draft> {
  const source = await open(log, 'r');
  const temporary = `${log}.${randomUUID()}.tmp`;
  try {
    const target = await open(temporary, 'wx', 0o600);
    return { log, source, inode: (await source.stat()).ino, target, temporary, place: { offset: 0 } };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function fill({ source, target, place }: Draft, changer: LineChanger): Promise<void> {
  const write = linesTo(target);
  for (let round = 0; round < MOST_ROUNDS && (await changer.copy(source, place, write)); round += 1);
}

async function carryOver(log: string, into: Draft | undefined, changer: LineChanger): Promise<void> {
  if (!into) return;
  const source = await open(log, 'r');
  try {
    await changer.copy(source, { offset: 0 }, linesTo(into.target));
  } finally {
    await source.close();
  }
}

function linesTo(target: FileHandle): (lines: readonly string[]) => Promise<void> {
  return async (lines) => void (await target.appendFile(`${lines.join('\n')}\n`));
}

async function putInPlace({ log, source, inode, temporary, place }: Draft, { folders, sessionId, append }: SessionRewrite, changer: LineChanger): Promise<void> {
  const second = join(folders.sessions, `${SECOND_NAME}${inode}_${sessionId}.jsonl`);
  try {
    linkSync(log, second);
  } catch (error) {
    throw errnoOf(error) === 'EEXIST' ? busy() : error;
  }
  if (statSync(second).ino !== inode) {
    rmSync(second, { force: true });
    throw busy();
  }
  renameSync(temporary, log);
  syncDirectoryOf(log);
  const late: string[] = [];
  await changer.copy(source, place, async (lines) => void late.push(...lines));
  if (late.length > 0) await append(late);
  rmSync(second, { force: true });
}

function busy(): PlayheadError {
  return new PlayheadError('storage_unavailable', 'Another process rewrites this session, so this one changed nothing. Try again when it is done.');
}

/** What a rewrite or a creator that died left: files nobody needs are removed. @returns Logs whose lines have yet to be carried over. */
function leftByCrash({ folders, sessionId, logs: all }: SessionRewrite, logs: readonly string[]): readonly string[] {
  for (const name of namesOf(namesIn(folders.sessions), sessionId)) {
    const path = join(folders.sessions, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (name.endsWith('.tmp') && age > LEFT_OVER_MS) rmSync(path, { force: true });
  }
  const inodes = new Set(logs.map((log) => inodeOf(log)));
  return all.filter((log) => {
    if (!isSecondName(log)) return false;
    if (!inodes.has(inodeOf(log))) return true;
    rmSync(log, { force: true }); // only another name of a log that is read anyway
    return false;
  });
}

function isSecondName(log: string): boolean {
  return basename(log).startsWith(SECOND_NAME);
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

async function changedHeader(path: string, change: NonNullable<RewriteOptions['header']>): Promise<{ path: string; text: string | undefined }> {
  const text = readIfThere(path);
  const header: unknown = text === undefined ? undefined : parsed(text);
  if (!isJsonObject(header)) return { path, text: undefined };
  // A header that `create` was given; what a hand edit made of it, the caller must bear as readers do.
  return { path, text: JSON.stringify({ ...(await change(header as unknown as SessionHeader)), sessionId: header['sessionId'] }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
