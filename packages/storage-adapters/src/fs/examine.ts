import { chmodSync, existsSync } from 'node:fs';
import { sweepPool, unsharedHashes } from './blob-pool.ts';
import { dataDirectory } from './data-directory.ts';
import { diskUsageOf, type DiskEntry, type DiskUsage } from './disk-usage.ts';
import { examineLeftOvers } from './examine-left-overs.ts';
import { examineLogs, type ExamineLogsOptions } from './examine-logs.ts';
import { guarded } from './failures.ts';
import { fileSystemOf, type FileSystem } from './file-system.ts';
import { countOf, mendable, type Finding } from './finding.ts';
import { foldersOf } from './paths.ts';
import { LEFT_OVER_MS } from './second-name.ts';

/** How {@link examineDataDirectory} looks. */
export interface ExamineOptions extends ExamineLogsOptions {
  /** The data directory. Default {@link dataDirectory}. */
  readonly dir?: string;
  /** Mend what can be mended without losing anything that a session names. Default false. */
  readonly fix?: boolean;
  /** How old something unfinished must be to count as left over by a crash, in milliseconds. Default an hour. */
  readonly leftOverMs?: number;
}

/** What {@link examineDataDirectory} found. */
export interface DirectoryReport {
  readonly findings: readonly Finding[];
  readonly fileSystem: FileSystem;
  readonly usage: DiskUsage;
}

/**
 * Looks whether a data directory is as it should be: its disk, its permissions, what crashes left, its logs and large values.
 * Changes nothing unless told to `fix`.
 *
 * @throws PlayheadError `storage_unavailable` when the directory cannot be read; `aborted`.
 *
 * @example
 * ```ts
 * const { findings } = await examineDataDirectory({ dir: '/srv/playhead', deep: true });
 * const problems = findings.filter(({ level }) => level === 'problem');
 * ```
 */
export function examineDataDirectory(options: ExamineOptions = {}): Promise<DirectoryReport> {
  const { dir = dataDirectory(), fix = false, leftOverMs = LEFT_OVER_MS } = options;
  return guarded('examine the data directory', async () => {
    const fileSystem = fileSystemOf(dir);
    if (!existsSync(dir)) {
      const message = `There is no data directory ${dir} yet, so nothing is recorded there. It is made with the first session.`;
      return { findings: [{ check: 'directory', level: 'note', message }, diskFinding(fileSystem)], fileSystem, usage: { bytes: 0, files: 0 } };
    }
    const folders = foldersOf(dir);
    const before = Date.now() - leftOverMs;
    const open: DiskEntry[] = [];
    const unfinished: string[] = [];
    const usage = await diskUsageOf(dir, (entry) => {
      if ((entry.mode & 0o077) !== 0) open.push(entry);
      if (!entry.directory && entry.path.endsWith('.tmp') && entry.changedMs <= before) unfinished.push(entry.path);
    });
    const findings: Finding[] = [
      { check: 'directory', level: 'ok', message: `Recordings lie in ${dir}.` },
      diskFinding(fileSystem),
      permissions(open, fix),
      ...(await examineLeftOvers(dir, folders, unfinished, before, fix)),
      await values(folders.blobs, fix),
      ...(await examineLogs(folders, options)),
    ];
    return { findings, fileSystem, usage };
  });
}

function diskFinding({ type, network }: FileSystem): Finding {
  if (network === true) {
    return { check: 'file-system', level: 'problem', message: `The data directory is on a network file system (${type}). There the appends of several processes can overwrite each other, so records may be lost. Move it to a local disk, and say where with PLAYHEAD_HOME.` };
  }
  if (network === undefined) {
    return { check: 'file-system', level: 'note', message: `Whether the data directory is on a local disk is not known here${type === undefined ? '' : ` (${type})`}. On a network file system the appends of several processes can overwrite each other: keep it on a local disk.` };
  }
  return { check: 'file-system', level: 'ok', message: `The data directory is on a local disk (${type}).` };
}

function permissions(entries: readonly DiskEntry[], fix: boolean): Finding {
  if (process.platform === 'win32') return { check: 'permissions', level: 'note', message: 'Who may read the recordings is not looked at on Windows. The rights of the user directory hold.' };
  for (const { path, directory } of fix ? entries : []) chmodSync(path, directory ? 0o700 : 0o600);
  const open = entries.length;
  return mendable('permissions', open, fix, {
    ok: 'Only you may read the recordings.',
    problem: `Other users of this machine may open ${countOf(open, 'file or folder', 'files and folders')} of the data directory, and recordings hold what agents read. Run playhead doctor --fix.`,
    mended: `${countOf(open, 'file or folder', 'files and folders')} that others could open ${open === 1 ? 'is' : 'are'} closed.`,
  });
}

async function values(pool: string, fix: boolean): Promise<Finding> {
  const left = await unsharedHashes(pool);
  if (fix) await sweepPool(pool);
  return mendable('values', left.length, fix, {
    ok: 'Every shared value belongs to a session.',
    problem: `${countOf(left.length, 'shared value')} in ${pool} ${left.length === 1 ? 'belongs' : 'belong'} to no session any more, as after a session was removed by hand; what ${left.length === 1 ? 'it holds' : 'they hold'} is still on the disk. Run playhead doctor --fix.`,
    mended: `${countOf(left.length, 'shared value')} that no session has ${left.length === 1 ? 'was' : 'were'} removed.`,
  });
}
