import { createSeenNumbers } from '@playhead/protocol';
import { rmSync, statSync } from 'node:fs';
import { recordsOf } from '../common/line-records.ts';
import { checkSessionId } from '../common/checks.ts';
import { sessionNotFound } from '../common/failures.ts';
import { createLogWriter } from './append.ts';
import { shareBlobs } from './blobs.ts';
import { compressLog, type CompressedLog } from './compress-log.ts';
import { dataDirectory } from './data-directory.ts';
import { tombstoneOf } from './drop.ts';
import { guarded } from './failures.ts';
import { openLog } from './whole-log.ts';
import { archivePath, foldersOf, isSecondName, logsOf, type Folders } from './paths.ts';
import { MAX_LINE_BYTES, readLines } from './read-lines.ts';
import { leftByCrash } from './second-name.ts';

/** A day, in milliseconds. */
const DAY_MS = 86_400_000;

/** How {@link compressSession} works. */
export interface CompressOptions {
  /** The data directory. Default {@link dataDirectory}. */
  readonly dir?: string;
  /** How long nothing may have been written to a session: milliseconds. Default 24 hours. */
  readonly quietForMs?: number;
  /** Only say what would be done. Default false. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

/** What {@link compressSession} did. */
export interface CompressedSession {
  readonly sessionId: string;
  /**
   * `compressed` it was, or would be; `recent` something was written to it lately; `nothing` is left to compress; `damaged` an archive
   * of it has lost its index, and is left as it is.
   */
  readonly status: CompressedLog['status'];
  /** How many bytes its log has. */
  readonly bytes: number;
  /** How many bytes its log takes on the disk. */
  readonly stored: number;
  /** How many bytes of large values other sessions had too, and are now kept once. */
  readonly shared: number;
}

/**
 * Compresses the log of a session that is quiet, to about an eighth. Nothing else changes: it is read, listed, followed, redacted and
 * deleted as before, cursors stay valid, and what is appended goes on in a plain file.
 *
 * @throws PlayheadError `invalid_session`, `session_not_found`; `storage_unavailable` when another process rewrites it; `storage_full`;
 *   `aborted`. Then it is as it was.
 *
 * @example
 * ```ts
 * const { bytes, stored } = await compressSession(sessionId, { dir: '/srv/playhead' });
 * ```
 */
export function compressSession(sessionId: string, options: CompressOptions = {}): Promise<CompressedSession> {
  const { dir = dataDirectory(), quietForMs = DAY_MS, dryRun = false, signal } = options;
  return guarded(`compress session ${String(sessionId).slice(0, 64)}`, async () => {
    checkSessionId(sessionId);
    const folders = foldersOf(dir);
    const all = logsOf(folders, sessionId);
    if (all.length === 0) throw sessionNotFound(sessionId, 'fs');
    if (tombstoneOf(folders, sessionId)) return { sessionId, status: 'nothing', bytes: 0, stored: 0, shared: 0 };
    const logs = all.filter((log) => !isSecondName(log));
    const quietSince = Date.now() - quietForMs;
    if (!dryRun && logs.every((log) => Math.trunc(statSync(log).mtimeMs) <= quietSince)) await carryOverLeft(folders, sessionId, all);
    try {
      const done: CompressedLog[] = [];
      for (const log of logs) done.push(await compressLog(folders, sessionId, log, { quietSince, dryRun, signal }));
      const shared = dryRun ? 0 : logs.reduce((sum, log) => sum + shareBlobs(folders.blobs, log), 0);
      return { sessionId, status: statusOf(done), bytes: sumOf(done.map(({ bytes }) => bytes)), stored: sumOf(done.map(({ stored }) => stored)), shared };
    } finally {
      if (tombstoneOf(folders, sessionId)) logs.forEach((log) => rmSync(archivePath(log), { force: true })); // a drop overtook it
    }
  });
}

/** Finishes what a process that rewrote or compressed a session left when it died. */
export async function finishLeft(folders: Folders, sessionId: string): Promise<void> {
  await carryOverLeft(folders, sessionId, logsOf(folders, sessionId));
}

/** Lines that only a file holds which a crash left are appended to the log, once. */
async function carryOverLeft(folders: Folders, sessionId: string, all: readonly string[]): Promise<void> {
  const left = leftByCrash(folders, sessionId, all);
  const [first] = all.filter((log) => !isSecondName(log));
  if (left.length === 0 || first === undefined) return;
  const seen = createSeenNumbers();
  const linesOf = async (path: string): Promise<readonly string[]> => {
    const file = await openLog(path);
    const lines: string[] = [];
    try {
      for await (const { text } of readLines(file, 0, await file.size())) {
        if (text === undefined || text.length > MAX_LINE_BYTES) continue;
        const fresh = recordsOf(text, seen).records;
        if (isSecondName(path)) lines.push(...fresh.map(({ line }) => line));
      }
    } finally {
      await file.close();
    }
    return lines;
  };
  for (const log of all) if (!isSecondName(log)) await linesOf(log);
  const writer = createLogWriter(() => first, () => undefined);
  try {
    for (const log of left) {
      const lines = await linesOf(log);
      if (lines.length > 0) await writer.append(sessionId, lines, 'fsync');
      rmSync(log, { force: true });
    }
  } finally {
    writer.close();
  }
}

function statusOf(done: readonly CompressedLog[]): CompressedLog['status'] {
  const order = ['damaged', 'compressed', 'recent', 'nothing'] as const;
  return order.find((status) => done.some((one) => one.status === status)) ?? 'nothing';
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
