import type { DiffHunk } from '@playhead/protocol';
import type { FileChange, Step } from '@playhead/replay-core';
import { fileChangesAt, type ChangeLog } from '../files/change-log.ts';
import { changeOver } from '../files/file-status.ts';

/** A file as a diff shows it: with the changes of one step, or with all so far. */
export interface DiffSubject {
  readonly path: string;
  readonly oldPath?: string;
  readonly change: FileChange['change'];
  /** In order; at least one. */
  readonly changes: readonly FileChange[];
}

/** What a host's own diff viewer gets. */
export interface RenderDiffProps extends Omit<DiffSubject, 'changes'> {
  readonly hunks: readonly DiffHunk[];
  /** The whole file on each side, where it is known. */
  readonly before?: string;
  readonly after?: string;
  readonly split: boolean;
  readonly nonce?: string | undefined;
}

/** What a step changed, by file. */
export function subjectsOfStep(step: Pick<Step, 'diff'> | undefined): readonly DiffSubject[] {
  const byPath = new Map<string, FileChange[]>();
  for (const change of step?.diff ?? []) {
    const list = byPath.get(change.path);
    if (list) list.push(change);
    else byPath.set(change.path, [change]);
  }
  return [...byPath.values()].map(subjectOf);
}

/** Every file that was changed by the first `count` changes, with those changes, in the order of paths. */
export function subjectsSoFar(log: ChangeLog, count: number): readonly DiffSubject[] {
  const subjects: DiffSubject[] = [];
  for (const logged of log.byPath.values()) {
    const own = fileChangesAt(logged, count);
    if (own > 0) subjects.push(subjectOf(logged.file.changes.slice(0, own)));
  }
  return subjects.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function subjectOf(changes: readonly FileChange[]): DiffSubject {
  const oldPath = changes.find((change) => change.oldPath !== undefined)?.oldPath;
  return { path: changes[0]?.path ?? '', change: changeOver(changes), changes, ...(oldPath !== undefined && { oldPath }) };
}

/** Added and removed lines of hunks. */
export function countsOf(hunks: readonly DiffHunk[]): { readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  for (const { lines } of hunks) {
    for (const line of lines) {
      if (line.startsWith('+')) added++;
      else if (line.startsWith('-')) removed++;
    }
  }
  return { added, removed };
}
