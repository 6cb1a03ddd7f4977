import type { FileDiff, SessionDiff } from '@playhead/replay-core';
import { plain } from './plain-text.ts';
import { widthOf } from './replay/screen/cell-grid.ts';
import { fit, pad } from './screen/fit.ts';
import type { Look } from './screen/style.ts';

type Style = (look: Look, text: string) => string;

/** Cells of a bar where lines have no end. */
const USUAL_WIDTH = 80;
const MOST_BAR = 40;
/** The longest name of a file that is shown whole. */
const MOST_NAME = 4000;

/** A diff as `diff -u` writes it, in colours. Nothing of it moves a cursor. */
export function diffLines({ files }: SessionDiff, style: Style): readonly string[] {
  return files.flatMap((file) => [
    style('heading', `diff ${nameOf(file)}`), ...notesOf(file).map((note) => style('warning', note)),
    ...(file.hunks.length === 0 ? [] : [style('heading', `--- ${file.change === 'created' ? '/dev/null' : safe(file.oldPath ?? file.path)}`), style('heading', `+++ ${file.change === 'deleted' ? '/dev/null' : safe(file.path)}`)]),
    ...file.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      style('place', `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
      ...lines.map((line) => { const text = safe(line); return line.startsWith('+') ? style('good', text) : line.startsWith('-') ? style('bad', text) : text; }),
    ]),
  ]);
}

/** How much changed in each file, with a bar for each, and the sum. */
export function statLines({ files, added, removed }: SessionDiff, width: number = USUAL_WIDTH, style: Style): readonly string[] {
  const names = files.map(nameOf);
  const most = Math.max(0, ...files.map((file) => file.added + file.removed));
  const counts = files.map((file) => (file.binary ? 'binary' : String(file.added + file.removed)));
  const countCells = Math.max(0, ...counts.map((count) => count.length));
  const nameCells = Math.min(Math.max(0, ...names.map(widthOf)), Math.max(20, width - countCells - 16));
  const bar = Math.max(1, Math.min(MOST_BAR, width - nameCells - countCells - 5));
  const cells = (lines: number): number => (lines === 0 ? 0 : Math.max(1, Math.round((lines / Math.max(most, bar)) * bar)));
  return [
    ...files.map((file, index) => ` ${pad(fit(names[index] ?? '', nameCells), nameCells)} | ${pad(counts[index] ?? '', countCells, 'right')} ${style('good', '+'.repeat(cells(file.added)))}${style('bad', '-'.repeat(cells(file.removed)))}${file.known || file.binary ? '' : style('warning', ' ?')}`),
    ` ${files.length} ${files.length === 1 ? 'file' : 'files'} changed, ${added} lines added, ${removed} removed${files.some(({ known, binary }) => !known && !binary) ? '; ? not wholly known' : ''}`,
  ];
}

function nameOf({ path, oldPath }: FileDiff): string {
  return oldPath === undefined ? safe(path) : `${safe(oldPath)} → ${safe(path)}`;
}

function notesOf({ known, binary, change }: FileDiff): readonly string[] {
  if (binary) return [`${change}; not text`];
  return [...(change === 'modified' ? [] : [change]), ...(known ? [] : ['not wholly known: its changes, one after another'])];
}

/** A recorded line with its indentation, without what moves a cursor. */
function safe(line: string): string {
  const body = line.replaceAll('\t', '    ').trimStart();
  const indented = line.replaceAll('\t', '    ');
  return `${' '.repeat(indented.length - body.length)}${plain(body, MOST_NAME)}`;
}
