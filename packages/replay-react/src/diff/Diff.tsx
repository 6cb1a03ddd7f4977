'use client';
import { useMemo, useState, type ReactElement } from 'react';
import type { FileChange, Step } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { relativePath } from '../elements/relative-path.ts';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useStepAtPlayhead } from '../replay/use-steps.ts';
import { HunkView } from './HunkView.tsx';

/** Changes with more lines wait for a click. */
const LARGE = 5000;

const hasDiff = (step: Step): boolean => step.diff !== undefined && step.diff.length > 0;

/** Props of {@link Diff}. */
export interface DiffProps {
  /** For the styles that the diff viewer adds, where the page has a content security policy. */
  readonly nonce?: string | undefined;
}

/** What the step at the playhead, or the selected one, changed in files. */
export function Diff({ nonce }: DiffProps): ReactElement {
  const step = useStepAtPlayhead(hasDiff);
  if (!step?.diff) return <State icon="edit" title="No changes yet">Edits of files appear here.</State>;
  return (
    <section className="ph-diffs" aria-label="Changes">
      {step.diff.map((change, index) => <DiffFile key={`${change.eventId} ${index}`} change={change} nonce={nonce} />)}
    </section>
  );
}

/** Props of {@link DiffFile}. */
export interface DiffFileProps extends DiffProps {
  readonly change: FileChange;
}

const WORDS = { created: 'Added', modified: 'Modified', deleted: 'Deleted', renamed: 'Renamed' } as const;

/** One file's change: its name, its counts and its hunks. */
export function DiffFile({ change, nonce }: DiffFileProps): ReactElement {
  const lines = useMemo(() => change.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0), [change.hunks]);
  const [loaded, setLoaded] = useState(false);
  const directory = useReplayState((state) => state.model.session.cwd);
  const path = relativePath(change.path, directory);
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  return (
    <article className="ph-diff" data-change={change.change} aria-label={path}>
      <header className="ph-diff__h">
        <Icon name="edit" small className="ph-k-edit" />
        <span className="ph-mono ph-cut ph-grow" title={change.path}>{change.oldPath && <><VisibleText text={relativePath(change.oldPath, directory)} /> → </>}<VisibleText text={path.slice(0, slash)} /><b><VisibleText text={path.slice(slash)} /></b></span>
        <span className="ph-muted">{WORDS[change.change]}</span>
        {change.added > 0 && <span className="ph-plus">+{change.added}</span>}
        {change.removed > 0 && <span className="ph-minus">−{change.removed}</span>}
      </header>
      {lines > LARGE && !loaded
        ? <button type="button" className="ph-fold" onClick={() => setLoaded(true)}><Icon name="chev-d" />Load diff of {lines.toLocaleString('en')} lines</button>
        : change.hunks.map((hunk, index) => (
          <div key={index}>
            <div className="ph-diff__gap">@@ −{hunk.oldStart},{hunk.oldLines} +{hunk.newStart},{hunk.newLines} @@</div>
            <HunkView hunk={hunk} nonce={nonce} />
          </div>
        ))}
      {change.hunks.length === 0 && <div className="ph-fold">The recording holds no lines of this change.</div>}
    </article>
  );
}
