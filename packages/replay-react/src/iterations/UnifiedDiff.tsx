'use client';
import { Fragment, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { parsePatch } from 'diff';
import type { DiffHunk } from '@playhead/protocol';
import { DiffLines } from '../diff/DiffLines.tsx';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { iterationsMessages } from './iterations-messages.ts';

/** Lines that are drawn at first; a button draws the others. */
const FIRST = 400;

/** Props of {@link UnifiedDiff}. */
export interface UnifiedDiffProps {
  /** What `git diff` printed. */
  readonly text: string;
  readonly name: string;
  /** What is shown of a text that is no diff. */
  readonly otherwise: ReactElement;
}

interface FileDiff {
  readonly path: string;
  readonly hunks: readonly DiffHunk[];
}

/** A diff of several files as `git diff` prints it. */
export function UnifiedDiff({ text, name, otherwise }: UnifiedDiffProps): ReactElement {
  const words = useWords('iterations', iterationsMessages);
  const format = useFormat();
  const files = useMemo(() => filesOf(text), [text]);
  const [everything, showEverything] = useState(false);
  if (!files) return otherwise;
  const all = files.reduce((sum, { hunks }) => hunks.reduce((lines, hunk) => lines + hunk.lines.length, sum), 0);
  let room = everything ? Infinity : FIRST;
  const drawn: ReactNode[] = [];
  for (const [index, { path, hunks }] of files.entries()) {
    if (room <= 0) break;
    const fitting: DiffHunk[] = [];
    for (const hunk of hunks) {
      if (room > 0) fitting.push(hunk.lines.length <= room ? hunk : { ...hunk, lines: hunk.lines.slice(0, room) });
      room -= hunk.lines.length;
    }
    drawn.push(<Fragment key={index}><p className="ph-test ph-test--file" dir="ltr"><Icon name="edit" small /><span className="ph-cut"><VisibleText text={path} /></span></p>{fitting.map((hunk, place) => <DiffLines key={place} hunk={hunk} />)}</Fragment>);
  }
  return (
    <div role="group" aria-label={name} tabIndex={0} style={{ overflow: 'auto', maxBlockSize: 480 }}>
      {drawn}
      {room < 0 && <button type="button" className="ph-btn ph-btn--s" onClick={() => showEverything(true)}>{words.moreLines(all - FIRST, format.number(all - FIRST))}</button>}
    </div>
  );
}

/** The files of a diff; undefined for a text that is none, or that was cut off in a way that leaves nothing of it. */
function filesOf(text: string): readonly FileDiff[] | undefined {
  try {
    const files = parsePatch(text).map(({ oldFileName = '', newFileName = '', hunks }) => ({
      path: (newFileName === '/dev/null' ? oldFileName : newFileName).replace(/^[ab]\//, ''),
      hunks: hunks.map(({ lines, ...hunk }) => ({ ...hunk, lines: lines.filter((line) => !line.startsWith('\\')) })),
    }));
    return files.some(({ path }) => path !== '') ? files : undefined;
  } catch {
    return undefined;
  }
}
