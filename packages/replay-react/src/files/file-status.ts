import type { FileChange } from '@playhead/replay-core';

/** What became of a file, over all its changes so far. */
export function changeOver(changes: readonly FileChange[]): FileChange['change'] {
  const last = changes.at(-1)?.change ?? 'modified';
  if (last !== 'modified') return last;
  return changes.find(({ change }) => change === 'created' || change === 'renamed')?.change ?? 'modified';
}

/** The letter of a change in lists. */
export const CHANGE_LETTERS: Readonly<Record<FileChange['change'], string>> = { created: 'A', modified: 'M', deleted: 'D', renamed: 'R' };

/** The class that colours the letter. */
export const CHANGE_CLASSES: Readonly<Record<FileChange['change'], string>> = { created: 'ph-ok', modified: 'ph-warn', deleted: 'ph-bad', renamed: 'ph-2nd' };
