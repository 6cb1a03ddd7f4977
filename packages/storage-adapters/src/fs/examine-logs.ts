import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Damage } from '@playhead/protocol';
import { aborted } from '../common/failures.ts';
import { noteBlobs } from '../common/rewritten.ts';
import { openArchive } from './archive-read.ts';
import { BLOBS, blobPath, filesOf } from './blobs.ts';
import { isDropped } from './drop.ts';
import { errnoOf } from './failures.ts';
import { countOf, type Finding } from './finding.ts';
import { archivePath, besideLog, logsBySession, namesIn, type Folders } from './paths.ts';
import { readLogs, readStateAt } from './read.ts';

/** How closely logs are looked at. */
export interface ExamineLogsOptions {
  /** Read every log, every block of every archive and every large value. Default false. */
  readonly deep?: boolean;
  /** Told which session of how many is read, when `deep`. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

interface Counts {
  sessions: number;
  archives: number;
  records: number;
  /** Archives without a readable index. */
  readonly withoutIndex: string[];
  /** Sessions with stretches of a kind. */
  readonly damaged: Map<Damage['kind'], { stretches: number; bytes: number; first: string }>;
  values: number;
  readonly changedValues: string[];
  readonly missingValues: string[];
}

/** Looks at the indexes of archives; `deep`, at every line, block and large value. */
export async function examineLogs(folders: Folders, { deep = false, onProgress, signal }: ExamineLogsOptions): Promise<readonly Finding[]> {
  const counts: Counts = { sessions: 0, archives: 0, records: 0, withoutIndex: [], damaged: new Map(), values: 0, changedValues: [], missingValues: [] };
  const sessions = [...logsBySession(folders, namesIn(folders.sessions))].filter(([id]) => !isDropped(folders, id));
  for (const [index, [, logs]] of sessions.entries()) {
    if (signal?.aborted) throw aborted();
    counts.sessions += 1;
    try {
      for (const log of logs) await lookAtArchive(archivePath(log), counts);
      if (deep) await readSession(logs, counts, signal);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error; // it was deleted meanwhile
    }
    if (deep) onProgress?.(index + 1, sessions.length);
  }
  return findingsOf(counts, deep);
}

async function lookAtArchive(path: string, counts: Counts): Promise<void> {
  const archive = await openArchive(path);
  if (!archive) return;
  counts.archives += 1;
  if (!archive.whole) counts.withoutIndex.push(path);
  await archive.close();
}

async function readSession(logs: readonly string[], counts: Counts, signal: AbortSignal | undefined): Promise<void> {
  const named = new Set<string>();
  for await (const { records, damage } of readLogs(logs, readStateAt(logs.map(() => 0)), signal)) {
    counts.records += records.length;
    for (const { line } of records) noteBlobs(line, named);
    for (const { kind, bytes } of damage) {
      const known = counts.damaged.get(kind) ?? { stretches: 0, bytes: 0, first: logs[0] ?? '' };
      counts.damaged.set(kind, { ...known, stretches: known.stretches + 1, bytes: known.bytes + bytes });
    }
  }
  for (const path of logs.flatMap((log) => filesOf(besideLog(log, BLOBS)))) {
    if (!/^[0-9a-f]{64}$/.test(basename(path))) continue;
    counts.values += 1;
    if (createHash('sha256').update(await readFile(path)).digest('hex') !== basename(path)) counts.changedValues.push(path);
  }
  for (const blob of named) if (!logs.some((log) => existsSync(blobPath(log, blob.slice('sha256-'.length))))) counts.missingValues.push(blob);
}

const WHAT: Readonly<Record<Damage['kind'], string>> = {
  torn: 'cut off while they were written, as when a process is killed: what they held was never acknowledged, and nothing is to be done',
  welded: 'written on one line with others: every record of them is read, and nothing is to be done',
  invalid: 'no records, as after an edit by hand: the records around them are read. A copy of the file may have what stood there',
  missing: 'damaged inside a compressed log: what they held is gone, what stands around them is read. Put a copy of the archive in its place if you have one, and check the disk',
};

function findingsOf(counts: Counts, deep: boolean): readonly Finding[] {
  const { sessions, archives, records, withoutIndex, damaged, values, changedValues, missingValues } = counts;
  const about = `${countOf(sessions, 'session')}, ${archives} of their logs compressed`;
  const findings: Finding[] = [{
    check: 'logs', level: 'ok',
    message: deep ? `${about}: ${countOf(records, 'record')} and ${countOf(values, 'large value')} were read.` : `${about}. They were not read; playhead doctor --deep reads every one.`,
  }];
  if (withoutIndex.length > 0) findings.push({ check: 'logs', level: 'problem', message: `The index of ${countOf(withoutIndex.length, 'archive')} cannot be read, such as of ${withoutIndex[0]}. It is read from block to block, more slowly, and its end may be missing. Put a copy in its place if you have one, and check the disk.` });
  for (const [kind, { stretches, bytes, first }] of damaged) {
    findings.push({ check: 'logs', level: kind === 'missing' ? 'problem' : 'note', message: `${countOf(stretches, 'stretch', 'stretches')} (${bytes} bytes), such as in ${first}, ${stretches === 1 ? 'is' : 'are'} ${WHAT[kind]}.` });
  }
  if (changedValues.length > 0) findings.push({ check: 'values', level: 'problem', message: `${countOf(changedValues.length, 'large value')} ${changedValues.length === 1 ? 'is' : 'are'} not what ${changedValues.length === 1 ? 'it was' : 'they were'}, such as ${changedValues[0]}, so what is shown of them is wrong. Put a copy in its place if you have one, else remove the file: then its preview is shown. Check the disk.` });
  if (missingValues.length > 0) findings.push({ check: 'values', level: 'note', message: `${countOf(missingValues.length, 'large value')} that records name ${missingValues.length === 1 ? 'is' : 'are'} not there, such as ${missingValues[0]}; only previews can be shown. Copy the .blobs folder along with a log.` });
  return findings;
}
