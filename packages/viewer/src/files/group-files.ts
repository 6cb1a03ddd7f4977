import { isPlayheadError } from '@playhead/protocol';
import { fileSource } from '@playhead/replay-core';

/** Files that hold one session. */
export interface FileGroup {
  /** The session's id; of a file that does not say it, its name. */
  readonly id: string;
  readonly files: readonly File[];
}

/** A file that is not opened. */
export interface LeftOut {
  readonly name: string;
  /** What it is and what to do. */
  readonly message: string;
}

/** What the chosen files turned out to be. */
export interface SortedFiles {
  readonly groups: readonly FileGroup[];
  readonly leftOut: readonly LeftOut[];
}

/** Enough for the first records of a log. */
const FIRST_BYTES = 256 * 1024;
const UUID = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl(?:\.gz)?$/;

/** Puts files of one session together, by what their first records say, else by their names. Reads only their beginnings. */
export async function groupFiles(files: readonly File[], signal: AbortSignal): Promise<SortedFiles> {
  const groups = new Map<string, File[]>();
  const leftOut: LeftOut[] = [];
  for (const file of files) {
    try {
      const id = (await sessionIdOf(file, signal)) ?? UUID.exec(file.name)?.[1] ?? file.name;
      groups.set(id, [...(groups.get(id) ?? []), file]);
    } catch (error) {
      // A log whose archive stands beside it may be empty: nothing is missing then.
      if (file.size > 0 || files.length === 1) leftOut.push({ name: file.name, message: messageOf(error) });
    }
  }
  return { groups: [...groups].map(([id, grouped]) => ({ id, files: grouped })), leftOut };
}

/** The session's id, where the beginning of a file says it. Rejects when the file is no recording. */
async function sessionIdOf(file: File, signal: AbortSignal): Promise<string | undefined> {
  let read = 0;
  for await (const { records } of fileSource(file, { sliceBytes: FIRST_BYTES }).open(signal)) {
    const id = records.find(({ type }) => type === 'session_start')?.data['sessionId'];
    if (typeof id === 'string') return id;
    read += records.length;
    if (read > 0) return undefined;
  }
  return undefined;
}

/** What went wrong, for people. */
export function messageOf(error: unknown): string {
  return isPlayheadError(error) ? error.message : 'It could not be read. Choose it again.';
}
