import { type BlobRef, type DiffHunk, isBlobRef, type TextValue } from '@playhead/protocol';
import { fileHistory } from './file-history/file-history.ts';
import type { FileState } from './file-history/types.ts';
import { fileHistoryBlobs } from './file-history/witnesses.ts';
import { iterationsOf } from './iterations.ts';
import { hunksFromText } from './model/files.ts';
import type { FileChange, SessionModel, TouchedFile } from './model/types.ts';

/** The version of {@link SessionDiff}. */
export const SESSION_DIFF_VERSION = 1;

/** What a session made of one file. */
export interface FileDiff {
  readonly path: string;
  /** What it was called at first, where that was another name. */
  readonly oldPath?: string;
  readonly change: 'created' | 'modified' | 'deleted' | 'renamed';
  /**
   * Whether the hunks are what differs between the file as it was at first and as it was at last. False: they are those of its changes, one after
   * another, and lines may come and go again; or the recorded diff of it is damaged, and lines may be missing.
   */
  readonly known: boolean;
  /** That it holds no text. */
  readonly binary?: true;
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly DiffHunk[];
}

/** What a session made of all files, from the first that is known of each to the last. */
export interface SessionDiff {
  readonly schemaVersion: typeof SESSION_DIFF_VERSION;
  readonly sessionId: string;
  /** By path. Files that are at the end as they were at first are left out. */
  readonly files: readonly FileDiff[];
  readonly added: number;
  readonly removed: number;
}

/** Options of {@link toSessionDiff}. */
export interface SessionDiffOptions {
  /** Loads the text of a large value. */
  readonly text: (blob: BlobRef) => Promise<string>;
  /** Finds what differs between two texts; undefined when that takes too long. */
  readonly compare: (before: string, after: string) => readonly DiffHunk[] | undefined;
  /**
   * Reads a diff as `git diff` prints it. With it a session that tells of no edit, but has rounds of actor and critic, made what the diff of the last
   * round with one says. Default: it made nothing.
   */
  readonly patch?: (diff: string) => readonly FileDiff[];
  /** Only the files of these paths, or below them. Default all. */
  readonly paths?: readonly string[];
}

/**
 * Adds up every edit of a session, file by file.
 *
 * @throws whatever `text` rejects with.
 *
 * @example
 * ```ts
 * const { files } = await toSessionDiff(model, { text: (blob) => replay.text(blob), compare: () => undefined });
 * ```
 */
export async function toSessionDiff(model: SessionModel, options: SessionDiffOptions): Promise<SessionDiff> {
  const { paths = [] } = options;
  const wanted = (path: string): boolean => paths.length === 0 || paths.some((each) => isAt(path, each));
  const edited = model.files.some(({ changes }) => changes.length > 0);
  const files = edited ? await editedFiles(model, wanted, options) : (await patchedFiles(model, options)).filter(({ path }) => wanted(path));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { schemaVersion: SESSION_DIFF_VERSION, sessionId: model.session.sessionId, files, added: sum(files.map(({ added }) => added)), removed: sum(files.map(({ removed }) => removed)) };
}

async function editedFiles(model: SessionModel, wanted: (path: string) => boolean, options: SessionDiffOptions): Promise<FileDiff[]> {
  const gone = new Set(model.files.flatMap(({ changes }) => changes.flatMap(({ change, oldPath }) => (change === 'renamed' && oldPath !== undefined ? [oldPath] : []))));
  const files: FileDiff[] = [];
  for (const file of model.files.filter(({ path, changes }) => changes.length > 0 && wanted(path))) {
    const diff = await fileDiff(model, file, options);
    if (diff && !(diff.change === 'deleted' && gone.has(file.path))) files.push(diff); // its history goes on under the new name
  }
  return files;
}

/** What the last round says that tells how files differ; diffs of rounds are against what the loop began with. */
async function patchedFiles(model: SessionModel, { text, patch }: SessionDiffOptions): Promise<readonly FileDiff[]> {
  if (!patch) return [];
  const diff = iterationsOf(model).findLast(({ diff: told, filesChanged }) => told !== undefined || filesChanged === 0)?.diff;
  return diff === undefined ? [] : patch(isBlobRef(diff) ? await text(diff) : diff);
}

async function fileDiff(model: SessionModel, file: TouchedFile, { text, compare }: Pick<SessionDiffOptions, 'text' | 'compare'>): Promise<FileDiff | undefined> {
  const texts = new Map<string, string>();
  for (const blob of fileHistoryBlobs(model, file.path)) texts.set(blob.$blob, await text(blob));
  const textOf = (value: TextValue): string | undefined => (isBlobRef(value) ? texts.get(value.$blob) : value);
  const history = fileHistory(model, file.path, { textOf, compare });
  const [first, last] = [history.at(-1), history.at(history.points.length - 1)];
  const oldPath = file.changes.find(({ change }) => change === 'renamed')?.oldPath;
  const named = { path: file.path, ...(oldPath !== undefined && oldPath !== file.path && { oldPath }) };
  const [before, after] = [wholeText(first), wholeText(last)];
  const change = first.status === 'absent' ? 'created' : last.status === 'absent' ? 'deleted' : named.oldPath === undefined ? 'modified' : 'renamed';
  if (first.status === 'binary' || last.status === 'binary') return { ...named, change, known: false, binary: true, added: 0, removed: 0, hunks: [] };
  if (before !== undefined && after !== undefined) {
    if (before === after && change === 'modified') return undefined;
    const hunks = before === after ? [] : compare(before, after);
    if (hunks) return { ...named, change, known: true, ...counted(hunks), hunks };
  }
  if (first.status === 'absent' && last.status === 'absent') return undefined;
  const hunks = file.changes.flatMap((each) => hunksOf(each, textOf));
  return { ...named, change, known: false, ...counted(hunks), hunks };
}

/** The whole text of a file; a file that is not there has none of it. */
function wholeText({ status, text }: FileState): string | undefined {
  return status === 'absent' ? '' : status === 'known' ? text : undefined;
}

function hunksOf({ hunks, hunksBlob }: FileChange, textOf: (value: TextValue) => string | undefined): readonly DiffHunk[] {
  const whole = hunksBlob && textOf(hunksBlob);
  return whole === undefined ? hunks : hunksFromText(whole);
}

function counted(hunks: readonly DiffHunk[]): Pick<FileDiff, 'added' | 'removed'> {
  const lines = (sign: string): number => sum(hunks.map((hunk) => hunk.lines.filter((line) => line.startsWith(sign)).length));
  return { added: lines('+'), removed: lines('-') };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Whether a file is the one that is meant, or lies in that folder; recorded paths are often absolute, so its end is enough. */
function isAt(path: string, wanted: string): boolean {
  const name = wanted.replace(/^\.\//, '').replace(/\/+$/, '');
  return `/${path}/`.includes(`/${name.replace(/^\//, '')}/`) && name !== '';
}
