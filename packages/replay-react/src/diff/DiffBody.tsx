'use client';
import { useMemo, useState, type ReactElement } from 'react';
import type { FileChange } from '@playhead/replay-core';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { cutHunks, type HunkPiece } from './cut-hunks.ts';
import { diffLanguage } from './diff-language.ts';
import { FoldBar } from './FoldBar.tsx';
import { extentOf, foldsOf, textLines } from './folds.ts';
import { NotedHunk } from './NotedHunk.tsx';
import { useLineThreads } from './use-line-threads.ts';
import type { FileContent, HunkGroup } from './use-file-content.ts';
import { diffMessages } from './diff-messages.ts';

/** Hunks of one file that are drawn at once, and lines of them; a button draws as many more. */
const PIECE = 50;
const PIECE_LINES = 3000;

/** Props of {@link DiffBody}. */
export interface DiffBodyProps {
  readonly content: FileContent;
  /** The changes that it is of, in order. */
  readonly changes: readonly FileChange[];
  readonly path: string;
  readonly split: boolean;
  /** Shows all unmodified lines too. */
  readonly unfolded: boolean;
  readonly nonce?: string | undefined;
}

/** The hunks of a file with what lies between them; those of several steps under the name of each. */
export function DiffBody({ content, ...rest }: DiffBodyProps): ReactElement {
  return <>{content.groups.map((group, index) => <Group key={index} {...rest} group={group} after={content.after} />)}</>;
}

function Group({ group, after, changes, path, split, unfolded, nonce }: Omit<DiffBodyProps, 'content'> & { readonly group: HunkGroup; readonly after: string | undefined }): ReactElement {
  const messages = useWords('diff', diffMessages);
  const format = useFormat();
  const [presses, setPresses] = useState(1);
  const lines = useMemo(() => (after === undefined ? undefined : textLines(after)), [after]);
  const folds = useMemo(() => foldsOf(group.hunks, lines?.length), [group.hunks, lines]);
  const pieces = useMemo(() => cutHunks(group.hunks), [group.hunks]);
  const own = useMemo(() => (group.of ? [group.of] : changes), [group.of, changes]);
  const threads = useLineThreads(own, pieces);
  const shown = pieces.slice(0, fitting(pieces, PIECE * presses, PIECE_LINES * presses));
  const left = group.hunks.length - (shown.at(-1)?.index ?? -1) - 1;
  const linesLeft = pieces.slice(shown.length).reduce((sum, piece) => sum + (piece.index === shown.at(-1)?.index ? piece.hunk.lines.length : 0), 0);
  return (
    <>
      {group.of && <StepName group={group} />}
      {shown.map(({ hunk, index, first, whole }, place) => {
        const { newStart, newEnd, oldStart, oldEnd } = extentOf(hunk);
        const [from, to] = newEnd > newStart ? [newStart, newEnd - 1] : [oldStart, oldEnd - 1];
        const fold = first ? folds[index] : undefined;
        return (
          <div key={place}>
            {fold ? <FoldBar fold={fold} lines={lines} direction="up" split={split} open={unfolded} /> : first && index > 0 && <div className="ph-fold" aria-hidden="true">…</div>}
            <NotedHunk hunk={hunk} label={messages.lines(path, from, to)} split={split} language={diffLanguage(path)} nonce={nonce} plainOnly={!whole} changes={own} threads={threads.get(place)} />
          </div>
        );
      })}
      {shown.length < pieces.length
        ? <button type="button" className="ph-fold" onClick={() => setPresses(presses + 1)}>{linesLeft > 0 ? messages.moreLines(linesLeft, format.number(linesLeft)) : messages.moreChanges(left, format.number(left))}</button>
        : <Rest group={group} folds={folds} lines={lines} split={split} open={unfolded} />}
    </>
  );
}

/** How many pieces are drawn: at most so many, and no more once there are so many lines. */
function fitting(pieces: readonly HunkPiece[], most: number, mostLines: number): number {
  let lines = 0;
  let count = 0;
  while (count < Math.min(most, pieces.length) && lines < mostLines) lines += pieces[count++]?.hunk.lines.length ?? 0;
  return count;
}

function Rest({ group, folds, lines, split, open }: { readonly group: HunkGroup; readonly folds: ReturnType<typeof foldsOf>; readonly lines: readonly string[] | undefined; readonly split: boolean; readonly open: boolean }): ReactElement | null {
  const fold = folds[group.hunks.length];
  return fold ? <FoldBar fold={fold} lines={lines} direction="down" split={split} open={open} /> : null;
}

/** Names the step that a group of hunks belongs to. */
function StepName({ group }: { readonly group: HunkGroup }): ReactElement {
  const messages = useWords('diff', diffMessages);
  const format = useFormat();
  const change = group.of;
  const time = useReplayState((state) => (change ? format.time(state.timeMap.toVirtual(change.at)) : ''));
  const word = change && { created: messages.added, modified: messages.modified, deleted: messages.deleted, renamed: messages.renamed }[change.change];
  return <h4 className="ph-diff__step"><VisibleText text={messages.step(word ?? '', time)} /></h4>;
}
