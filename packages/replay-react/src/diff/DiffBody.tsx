'use client';
import { useMemo, useState, type ReactElement } from 'react';
import type { FileChange } from '@playhead/replay-core';
import { useHasLayout } from '../elements/use-has-layout.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { blocksOf, cutHunks, type HunkPiece } from './cut-hunks.ts';
import { diffLanguage } from './diff-language.ts';
import { FoldBar } from './FoldBar.tsx';
import { extentOf, foldsOf, textLines, type Fold } from './folds.ts';
import { LazyBlock } from './LazyBlock.tsx';
import { createNearView } from './near-view.ts';
import { NotedHunk } from './NotedHunk.tsx';
import { useLineThreads, type LineThread } from './use-line-threads.ts';
import type { FileContent, HunkGroup } from './use-file-content.ts';
import { diffMessages } from './diff-messages.ts';

/** Lines that are drawn together where it is known what is looked at, and how high they and what lies between them are, in pixels. */
const BLOCK_LINES = 100;
/** Fewer of the first, which is drawn before anything can be seen: about what a pane shows. */
const FIRST_LINES = 40;
const LINE_HEIGHT = 20;
const FOLD_HEIGHT = 28;
/** Elsewhere: hunks of one file that are drawn at once, and lines of them; a button draws as many more. */
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
  const places = useMemo(() => new Map(pieces.map((piece, place) => [piece, place])), [pieces]);
  const hasThreads = (piece: HunkPiece): boolean => threads.has(places.get(piece) ?? -1);
  const hasLayout = useHasLayout();
  const [nearView] = useState(createNearView);
  const blocks = useMemo(() => (hasLayout ? blocksOf(pieces, BLOCK_LINES, FIRST_LINES) : []), [hasLayout, pieces]);
  const rest = <Rest group={group} folds={folds} lines={lines} split={split} open={unfolded} />;
  const draw = (some: readonly HunkPiece[]): ReactElement[] => some.map((piece) => (
    <Piece key={`${piece.index} ${piece.hunk.oldStart} ${piece.hunk.newStart}`} piece={piece} fold={piece.first ? folds[piece.index] : undefined} lines={lines} path={path} split={split} unfolded={unfolded} nonce={nonce} changes={own} threads={threads.get(places.get(piece) ?? -1)} />
  ));
  if (hasLayout) {
    return (
      <>
        {group.of && <StepName group={group} />}
        {blocks.map((block, place) => <LazyBlock key={place} nearView={nearView} first={place === 0} keep={block.some(hasThreads)} height={heightOf(block)}>{() => draw(block)}</LazyBlock>)}
        {rest}
      </>
    );
  }
  const shown = pieces.slice(0, fitting(pieces, PIECE * presses, PIECE_LINES * presses));
  const left = group.hunks.length - (shown.at(-1)?.index ?? -1) - 1;
  const linesLeft = pieces.slice(shown.length).reduce((sum, piece) => sum + (piece.index === shown.at(-1)?.index ? piece.hunk.lines.length : 0), 0);
  return (
    <>
      {group.of && <StepName group={group} />}
      {draw(shown)}
      {shown.length < pieces.length
        ? <button type="button" className="ph-fold" onClick={() => setPresses(presses + 1)}>{linesLeft > 0 ? messages.moreLines(linesLeft, format.number(linesLeft)) : messages.moreChanges(left, format.number(left))}</button>
        : rest}
    </>
  );
}

/** How high pieces are before anybody measured them, in pixels. */
function heightOf(pieces: readonly HunkPiece[]): number {
  return pieces.reduce((sum, { hunk, first }) => sum + hunk.lines.length * LINE_HEIGHT + (first ? FOLD_HEIGHT : 0), 0);
}

interface PieceProps {
  readonly piece: HunkPiece;
  readonly fold: Fold | undefined;
  readonly lines: readonly string[] | undefined;
  readonly path: string;
  readonly split: boolean;
  readonly unfolded: boolean;
  readonly nonce: string | undefined;
  readonly changes: readonly FileChange[];
  readonly threads: readonly LineThread[] | undefined;
}

function Piece({ piece: { hunk, index, first, whole }, fold, lines, path, split, unfolded, nonce, changes, threads }: PieceProps): ReactElement {
  const messages = useWords('diff', diffMessages);
  const { newStart, newEnd, oldStart, oldEnd } = extentOf(hunk);
  const [from, to] = newEnd > newStart ? [newStart, newEnd - 1] : [oldStart, oldEnd - 1];
  return (
    <div>
      {fold ? <FoldBar fold={fold} lines={lines} direction="up" split={split} open={unfolded} /> : first && index > 0 && <div className="ph-fold" aria-hidden="true">…</div>}
      <NotedHunk hunk={hunk} label={messages.lines(path, from, to)} split={split} language={diffLanguage(path)} nonce={nonce} plainOnly={!whole} changes={changes} threads={threads} />
    </div>
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
