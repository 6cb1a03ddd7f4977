'use client';
import { lazy, Suspense, useEffect, useMemo, useRef, type ReactElement, type ReactNode } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Step } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { State } from '../elements/State.tsx';
import { useHasLayout } from '../elements/use-has-layout.ts';
import { useScroller } from '../elements/use-scroller.ts';
import { useChangeLog } from '../files/use-change-log.ts';
import { useStepAtPlayhead } from '../replay/use-steps.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import { DiffFile } from './DiffFile.tsx';
import { subjectsOfStep, subjectsSoFar, type DiffSubject, type RenderDiffProps } from './diff-subject.ts';
import { useDiffView } from './DiffViewProvider.tsx';
import { EngineProvider } from './EngineProvider.tsx';
import { diffMessages } from './diff-messages.ts';

/** More files are drawn only where they are looked at. */
const MOST_FILES = 12;
/** How high a file is before anybody measured it, in pixels: too little would draw many that nobody sees. */
const FILE_HEIGHT = 480;
/** How high the bar above the files is, as its style says, in pixels. */
const BAR_HEIGHT = 44;

const FileHistory = lazy(() => import('../file-history/FileHistory.tsx').then((module) => ({ default: module.FileHistory })));

const hasDiff = (step: Step): boolean => step.diff !== undefined && step.diff.length > 0;

/** Props of {@link Diff}. */
export interface DiffProps extends PartProps {
  /** Draws the lines of a file instead of ours, for another diff viewer. */
  readonly renderDiff?: ((props: RenderDiffProps) => ReactNode) | undefined;
}

/** What the step at the playhead changed in files, or every file with all its changes so far. */
export const Diff: Part<DiffProps> = definePart<DiffProps>('Diff', ({ className, style, renderDiff }, ref) => {
  const messages = useWords('diff', diffMessages);
  const [view, actions] = useDiffView();
  const { log, count } = useChangeLog();
  const step = useStepAtPlayhead(hasDiff);
  const subjects = useMemo(() => (view.scope === 'step' ? subjectsOfStep(step) : subjectsSoFar(log, count)), [view.scope, step, log, count]);
  const empty = subjects.length === 0;
  return (
    <section ref={ref} className={classes('ph-diffs', className)} style={style} data-part="diff" data-scope={view.scope} data-view={view.split ? 'split' : 'unified'} data-state={empty ? 'empty' : 'ready'} aria-label={messages.label}>
      {view.history === undefined && log.changes.length > 0 && (
        <div className="ph-diffs__bar">
          <div className="ph-seg" role="group" aria-label={messages.scope}>
            <button type="button" aria-pressed={view.scope === 'step'} onClick={() => actions.setScope('step')}>{messages.thisStep}</button>
            <button type="button" aria-pressed={view.scope === 'file'} onClick={() => actions.setScope('file')}>{messages.soFar}</button>
          </div>
        </div>
      )}
      {view.history !== undefined
        ? <Suspense fallback={null}><FileHistory path={view.history} onClose={() => actions.setHistory(undefined)} /></Suspense>
        : empty
        ? <State icon="edit" title={messages.noChangesTitle}>{messages.noChanges}</State>
        : <EngineProvider><FileList subjects={subjects} target={view.target}>{(subject) => (
          <DiffFile
            key={`${view.scope} ${subject.path}`} subject={subject} log={log} count={count} split={view.split} onSplit={actions.setSplit} onHistory={actions.setHistory} renderDiff={renderDiff}
            target={view.target?.path === subject.path ? view.target : undefined} first={subject === subjects[0]}
          />
        )}</FileList></EngineProvider>}
    </section>
  );
});

interface FileListProps {
  readonly subjects: readonly DiffSubject[];
  readonly target: { readonly path: string } | undefined;
  readonly children: (subject: DiffSubject) => ReactElement;
}

/** A few files as they are; many only where they are looked at. */
function FileList({ subjects, target, children }: FileListProps): ReactElement {
  const list = useRef<VirtualizerHandle>(null);
  const reached = useRef<FileListProps['target']>(undefined);
  const [scroller, element] = useScroller();
  const hasLayout = useHasLayout(); // then nothing needs to be drawn to find what it scrolls in
  const many = subjects.length > MOST_FILES;
  const wanted = target ? subjects.findIndex(({ path }) => path === target.path) : -1;
  useEffect(() => {
    if (!many || !scroller || wanted < 0 || reached.current === target) return; // a new wish scrolls, a longer list does not
    reached.current = target;
    if (wanted > 0) list.current?.scrollToIndex(wanted, { align: 'start' }); // the first brings the bar above it into view itself
  }, [target, many, scroller, wanted]);
  return (
    <div ref={many ? element : undefined} className="ph-diffs__list">
      {many && scroller ? <Virtualizer ref={list} scrollRef={scroller} data={subjects} startMargin={BAR_HEIGHT} itemSize={FILE_HEIGHT} {...(wanted >= 0 && { keepMounted: [wanted] })}>{children}</Virtualizer> : subjects.slice(0, many && hasLayout && scroller === undefined ? 0 : MOST_FILES).map(children)}
    </div>
  );
}
