'use client';
import { useMemo, type ReactElement } from 'react';
import type { DiffHunk } from '@playhead/protocol';
import { VisibleText } from '../elements/VisibleText.tsx';
import { linesOf } from './hunk-sides.ts';

const LOOKS = { ' ': '', '+': ' ph-dl--add', '-': ' ph-dl--del' } as const;

/** A hunk as plain lines: always there, without any other code. */
export function DiffLines({ hunk }: { readonly hunk: DiffHunk }): ReactElement {
  const lines = useMemo(() => linesOf(hunk), [hunk]);
  return (
    <div className="ph-diff__lines">
      {lines.map((line, index) => (
        <div key={index} className={`ph-dl${LOOKS[line.sign]}`}>
          <i>{line.oldLine}</i><i>{line.newLine}</i><s>{line.sign === '-' ? '−' : line.sign}</s><code><VisibleText text={line.text || ' '} /></code>
        </div>
      ))}
    </div>
  );
}
