import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type RewriteOptions, type SessionHeader } from '@playhead/protocol';
import type { ChangeLine } from '../common/rewritten.ts';
import { draftAnnotations } from './annotations.ts';
import { removeUnnamedBlobs } from './blobs.ts';
import { createLineChanger, type LineChanger } from './changed-lines.ts';
import { HEADER } from './create.ts';
import { openLog } from './whole-log.ts';
import { besideLog, isSecondName, type Folders } from './paths.ts';
import { openDraft, type Draft } from './rewrite-draft.ts';
import { giveSecondName, leftByCrash, LEFT_OVER_MS } from './second-name.ts';
import { readIfThere, replaceFileDurably } from './write-file.ts';

/** How often lines that others append meanwhile are carried over before the new log takes its place; the last ones follow it. */
const MOST_ROUNDS = 10;

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

/** Gives the lines of a session another text. Until all of it is written beside, nothing is changed. */
export async function rewriteSession(rewrite: SessionRewrite): Promise<void> {
  const { folders, sessionId, header, annotation } = rewrite;
  const logs = rewrite.logs.filter((log) => !isSecondName(log));
  const left = leftByCrash(folders, sessionId, rewrite.logs);
  const changer = createLineChanger(rewrite.change);
  const drafts: Draft[] = [];
  try {
    for (const log of logs) drafts.push(await openDraft(log));
    for (const draft of drafts) await fill(draft, changer);
    for (const log of left) await carryOver(log, drafts[0], changer);
    for (const draft of drafts) await draft.finish();
    const headers = header ? await Promise.all(logs.map((log) => changedHeader(besideLog(log, HEADER), header))) : [];
    const annotations = annotation ? await Promise.all(logs.map((log) => draftAnnotations(log, annotation))) : [];
    // The header first: whoever sees the new log reads the new header too.
    for (const { path, text } of headers) if (text !== undefined) replaceFileDurably(path, text);
    // Before and after: a crash in between must not leave what was derived from the old text.
    forgetDerived(folders, sessionId);
    for (const draft of drafts) await putInPlace(draft, rewrite, changer);
    for (const put of annotations) await put();
    for (const log of left) rmSync(log, { force: true });
    for (const log of logs) removeUnnamedBlobs(folders.blobs, log, changer, Date.now() - LEFT_OVER_MS);
    forgetDerived(folders, sessionId);
  } finally {
    for (const draft of drafts) await draft.close();
  }
}

function forgetDerived(folders: Folders, sessionId: string): void {
  rmSync(join(folders.derived, sessionId), { recursive: true, force: true });
}

async function fill({ source, place, write }: Draft, changer: LineChanger): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS && (await changer.copy(source, place, write)); round += 1);
}

async function carryOver(log: string, into: Draft | undefined, changer: LineChanger): Promise<void> {
  if (!into) return;
  const source = await openLog(log);
  try {
    await changer.copy(source, { offset: 0 }, into.write);
  } finally {
    await source.close();
  }
}

async function putInPlace(draft: Draft, { folders, sessionId, append }: SessionRewrite, changer: LineChanger): Promise<void> {
  const { log, source, inode, place } = draft;
  const second = giveSecondName(folders, sessionId, log, inode);
  const late = async (): Promise<readonly string[]> => {
    const lines: string[] = [];
    await changer.copy(source, place, async (some) => void lines.push(...some));
    return lines;
  };
  await draft.put(late);
  const last = await late();
  if (last.length > 0) await append(last);
  rmSync(second, { force: true });
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
