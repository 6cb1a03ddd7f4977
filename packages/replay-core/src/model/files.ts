import { isJsonObject, type DiffHunk, type JsonValue } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { dataOf, numberIn, stringIn, textIn, wordIn } from './read-data.ts';
import type { FileChange, TouchedFile } from './types.ts';

/** The change of a file that a `file_diff` reports. */
export function fileChangeOf(entry: Entry): FileChange {
  return (entry.change ??= readChange(entry));
}

function readChange({ record, event }: Entry): FileChange {
  const data = dataOf(record);
  const hunks = Array.isArray(data['hunks']) ? data['hunks'].flatMap(readHunk) : [];
  const count = (sign: string): number => hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(sign)).length, 0);
  const oldPath = stringIn(data, 'oldPath');
  const before = data['before'] === null ? null : textIn(data, 'before');
  const after = textIn(data, 'after');
  return {
    path: stringIn(data, 'path') ?? '',
    ...(oldPath !== undefined && { oldPath }),
    change: wordIn(data, 'change', ['created', 'modified', 'deleted', 'renamed']) ?? 'modified',
    hunks, added: count('+'), removed: count('-'),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(event.stepId !== undefined && { stepId: event.stepId }),
    eventId: record.id, at: record.at,
  };
}

function readHunk(value: JsonValue): readonly DiffHunk[] {
  if (!isJsonObject(value) || !Array.isArray(value['lines'])) return [];
  const lines = value['lines'].filter((line) => typeof line === 'string');
  const number = (name: string, fallback: number): number => numberIn(value, name) ?? fallback;
  return [{
    oldStart: number('oldStart', 1), oldLines: number('oldLines', 0), newStart: number('newStart', 1), newLines: number('newLines', 0), lines,
  }];
}

/**
 * The files a session touched, in the order of the first touch. Changes of one call are taken
 * from one witness.
 */
export function filesOf(diffs: readonly Entry[], reads: readonly Entry[]): readonly TouchedFile[] {
  const files = new Map<string, { changes: FileChange[]; reads: number; at: number }>();
  const fileAt = (path: string, at: number): { changes: FileChange[]; reads: number; at: number } => {
    const file = files.get(path) ?? { changes: [], reads: 0, at };
    file.at = Math.min(file.at, at);
    files.set(path, file);
    return file;
  };
  for (const entry of withoutRepeats(diffs)) {
    const change = fileChangeOf(entry);
    fileAt(change.path, change.at).changes.push(change);
  }
  for (const { record } of withoutRepeats(reads)) {
    fileAt(stringIn(dataOf(record), 'path') ?? '', record.at).reads += 1;
  }
  const ordered = [...files].sort(([pathA, a], [pathB, b]) => a.at - b.at || (pathA < pathB ? -1 : 1));
  return ordered.map(([path, { changes, reads: times }]) => ({
    path, status: statusOf(changes),
    added: changes.reduce((sum, change) => sum + change.added, 0),
    removed: changes.reduce((sum, change) => sum + change.removed, 0),
    reads: times, changes,
  }));
}

function statusOf(changes: readonly FileChange[]): TouchedFile['status'] {
  const last = changes.at(-1);
  if (!last) return 'read';
  if (last.change === 'modified') return changes.find(({ change }) => change === 'created' || change === 'renamed')?.change ?? 'modified';
  return last.change;
}

/** Of the entries of one call those of the first witness; entries without a call all stand for themselves. */
export function withoutRepeats(entries: readonly Entry[]): readonly Entry[] {
  const witness = new Map<string, string>();
  return entries.filter(({ record }) => {
    if (record.call === undefined) return true;
    const via = witness.get(record.call) ?? record.via;
    witness.set(record.call, via);
    return via === record.via;
  });
}
