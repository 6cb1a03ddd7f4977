'use client';
import { useMemo, type ReactElement } from 'react';
import type { FileChange } from '@playhead/replay-core';
import { useWholeChanges } from '../../diff/use-whole-changes.ts';
import { linesOf, type DiffLine } from '../../diff/hunk-sides.ts';
import { RecordedText } from '../../elements/RecordedText.tsx';
import type { BodyContext } from '../card-body.ts';
import { Well } from './Preview.tsx';

const FEW = 3;
const ALL = 6;
const LOOKED_AT = 2000;
const LONGEST_LINE = 500;
const LOOKS = { ' ': '', '+': ' ph-dl--add', '-': ' ph-dl--del' } as const;

/** The first changed lines of what a step did to files. */
export function MiniDiff({ changes, context: { messages, format }, query, onMore }: { readonly changes: readonly FileChange[]; readonly context: BodyContext; readonly query: string; readonly onMore: () => void }): ReactElement {
  const whole = useWholeChanges(changes, true);
  const { lines, left } = useMemo(() => previewOf(whole ?? changes), [whole, changes]);
  return (
    <Well className="ph-well--diff" more={left > 0 ? messages.moreLines(left, format.number(left)) : undefined} onMore={onMore}>
      {lines.map((line, index) => (
        <div key={index} className={`ph-dl ph-dl--mini${LOOKS[line.sign]}`} dir="ltr">
          <i>{line.newLine ?? line.oldLine}</i><s>{line.sign === '-' ? '−' : line.sign}</s><code><Words line={line} other={partnerOf(lines, index)} query={query} /></code>
        </div>
      ))}
    </Well>
  );
}

/** A line with a mark on the words that differ from its other side. */
function Words({ line, other, query }: { readonly line: DiffLine; readonly other: DiffLine | undefined; readonly query: string }): ReactElement {
  const text = line.text.slice(0, LONGEST_LINE) || ' ';
  const [from, to] = other && !query ? changedPart(text, other.text.slice(0, LONGEST_LINE)) : [0, 0];
  if (from >= to) return <RecordedText text={text} query={query} />;
  return <><RecordedText text={text.slice(0, from)} /><mark><RecordedText text={text.slice(from, to)} /></mark><RecordedText text={text.slice(to)} /></>;
}

/** All lines when they are few, else the first changed ones. */
function previewOf(changes: readonly FileChange[]): { readonly lines: readonly DiffLine[]; readonly left: number } {
  const total = changes.reduce((sum, change) => sum + change.hunks.reduce((lines, hunk) => lines + hunk.lines.length, 0), 0);
  const lines: DiffLine[] = [];
  for (const hunk of changes.flatMap((change) => change.hunks)) {
    if (lines.length >= LOOKED_AT) break;
    lines.push(...linesOf({ ...hunk, lines: hunk.lines.slice(0, LOOKED_AT) }));
  }
  if (total <= ALL) return { lines, left: 0 };
  const first = Math.max(0, lines.findIndex((line) => line.sign !== ' '));
  const shown = lines.slice(first, first + FEW);
  return { lines: shown, left: total - shown.length };
}

/** The added line in the place of a removed one, and the other way round: where one follows the other and stands alone. */
function partnerOf(lines: readonly DiffLine[], index: number): DiffLine | undefined {
  const line = lines[index];
  const [before, after] = [lines[index - 1], lines[index + 1]];
  if (line?.sign === '-' && after?.sign === '+' && before?.sign !== '-') return after;
  if (line?.sign === '+' && before?.sign === '-' && lines[index - 2]?.sign !== '-') return before;
  return undefined;
}

/** Where a text differs from another one; nothing when little is the same. */
function changedPart(text: string, other: string): readonly [number, number] {
  const shortest = Math.min(text.length, other.length);
  let start = 0;
  while (start < shortest && text[start] === other[start]) start++;
  let end = 0;
  while (end < shortest - start && text[text.length - 1 - end] === other[other.length - 1 - end]) end++;
  while (start > 0 && /\w/.test(text[start - 1] ?? '') && /\w/.test(text[start] ?? '')) start--;
  const same = text.slice(0, start).trim().length + text.slice(text.length - end).trim().length;
  return same * 3 < text.trim().length ? [0, 0] : [start, text.length - end];
}
