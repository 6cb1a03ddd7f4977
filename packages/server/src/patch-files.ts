import type { DiffHunk } from '@playhead/protocol';
import type { FileDiff } from '@playhead/replay-core';
import { parsePatch } from 'diff';

type Patch = ReturnType<typeof parsePatch>[number];

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The files of a diff as `git diff` prints it. Of one that was cut off, or whose lines redaction changed, whatever can still be read. */
export function filesOfPatch(text: string): readonly FileDiff[] {
  return text.split(/^(?=diff --git )/m).flatMap((part) => patchesOf(part).flatMap(({ patch, whole }) => fileOf(patch, whole) ?? []));
}

/** A file of the diff; hunks whose lines are not as many as they say are counted anew. */
function patchesOf(part: string): readonly { readonly patch: Patch; readonly whole: boolean }[] {
  for (const [text, whole] of [[part, true], [countedAnew(part), false]] as const) {
    try {
      return parsePatch(text).map((patch) => ({ patch, whole }));
    } catch {
      // what follows is tried
    }
  }
  return [];
}

function fileOf({ oldFileName = '', newFileName = '', isBinary, hunks }: Patch, known: boolean): FileDiff | undefined {
  const [before, after] = [pathOf(oldFileName), pathOf(newFileName)];
  const path = after ?? before;
  if (path === undefined || path === '') return undefined;
  const change = before === undefined ? 'created' : after === undefined ? 'deleted' : before === after ? 'modified' : 'renamed';
  const named = { path, ...(change === 'renamed' && before !== undefined && { oldPath: before }), change } as const;
  if (isBinary) return { ...named, known: false, binary: true, added: 0, removed: 0, hunks: [] };
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return { ...named, known, added: count('+'), removed: count('-'), hunks: hunks.map(plainHunk) };
}

/** A hunk as `diff -u` numbers it: a side without lines by the line before it. */
export function plainHunk({ oldStart, oldLines, newStart, newLines, lines }: DiffHunk): DiffHunk {
  return {
    oldStart: oldLines === 0 ? oldStart - 1 : oldStart, oldLines, newStart: newLines === 0 ? newStart - 1 : newStart, newLines,
    lines: lines.filter((line) => !line.startsWith('\\')),
  };
}

/** A name without what git puts before it; undefined where there is no file. */
function pathOf(name: string): string | undefined {
  return name === '/dev/null' ? undefined : name.replace(/^[ab]\//, '');
}

/** The same with hunks that say how many lines they have; a line in them that is of no side counts as one of both. */
function countedAnew(part: string): string {
  const [head = '', ...hunks] = part.split(/^(?=@@ -\d)/m);
  return `${head}${hunks.map((hunk) => {
    const [heading = '', ...rest] = hunk.replace(/\n$/, '').split('\n');
    const [, oldStart = '1', newStart = '1'] = HUNK.exec(heading) ?? [];
    const lines = rest.map((line) => (/^[-+ \\]/.test(line) ? line : ` ${line}`));
    const count = (sign: string): number => lines.filter((line) => line.startsWith(sign) || line.startsWith(' ')).length;
    return [`@@ -${oldStart},${count('-')} +${newStart},${count('+')} @@`, ...lines, ''].join('\n');
  }).join('')}`;
}
