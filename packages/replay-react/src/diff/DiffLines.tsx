'use client';
import { useMemo, type ReactElement } from 'react';
import type { DiffHunk } from '@playhead/protocol';
import { CutLine } from '../elements/CutLine.tsx';
import { linesOf, type DiffLine } from './hunk-sides.ts';
import { splitRows } from './split-rows.ts';

const LOOKS = { ' ': '', '+': ' ph-dl--add', '-': ' ph-dl--del' } as const;

/** Props of {@link DiffLines}. */
export interface DiffLinesProps {
  readonly hunk: DiffHunk;
  /** Old and new lines side by side. */
  readonly split?: boolean | undefined;
}

/** A hunk as plain lines: always there, without any other code. */
export function DiffLines({ hunk, split }: DiffLinesProps): ReactElement {
  return split ? <Split hunk={hunk} /> : <Unified hunk={hunk} />;
}

function Unified({ hunk }: { readonly hunk: DiffHunk }): ReactElement {
  const lines = useMemo(() => linesOf(hunk), [hunk]);
  return (
    <div className="ph-diff__lines">
      {lines.map((line, index) => (
        <div key={index} className={`ph-dl${LOOKS[line.sign]}`} data-old={line.oldLine} data-new={line.newLine}>
          <i>{line.oldLine}</i><i>{line.newLine}</i><Text line={line} />
        </div>
      ))}
    </div>
  );
}

function Split({ hunk }: { readonly hunk: DiffHunk }): ReactElement {
  const rows = useMemo(() => splitRows(hunk), [hunk]);
  return (
    <div className="ph-dsplit ph-diff__lines">
      {rows.flatMap((row, index) => (['left', 'right'] as const).map((side) => {
        const line = row[side];
        return line
          ? <div key={`${index} ${side}`} className={`ph-dl${LOOKS[line.sign]}`} data-old={side === 'left' ? line.oldLine : undefined} data-new={side === 'right' ? line.newLine : undefined}><i>{side === 'left' ? line.oldLine : line.newLine}</i><Text line={line} /></div>
          : <div key={`${index} ${side}`} className="ph-dl ph-dl--void" />;
      }))}
    </div>
  );
}

function Text({ line }: { readonly line: DiffLine }): ReactElement {
  return <><s>{line.sign === '-' ? '−' : line.sign}</s><code><CutLine text={line.text} /></code></>;
}
