'use client';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactElement, type RefObject } from 'react';
import { fileSource } from '@playhead/replay-core';
import { SessionList, SessionReplay, useStoredAnnotations, type SessionErrorProps, type StoredAnnotations } from '@playhead/replay-react';
import { browserAnnotations } from '../annotations/browser-annotations.ts';
import { ReviewerBar } from '../annotations/ReviewerBar.tsx';
import { useAuthor } from '../annotations/use-author.ts';
import { lateModule, type LateModule } from '../late-module.ts';
import { Link, type Go } from '../Link.tsx';
import type { FileGroup } from './group-files.ts';
import type * as filesFigures from './FilesFigures.tsx';
import { LeftOutFiles } from './LeftOutFiles.tsx';
import { makeFileWorker } from './make-file-worker.ts';
import { OpenFileButton } from './OpenFileButton.tsx';
import { useFileGroups } from './use-file-groups.ts';
import { fileWords } from './file-words.ts';

const figures: LateModule<typeof filesFigures> = lateModule(() => import('./FilesFigures.tsx'));
const NO_SESSION = '';
const SHOWN = ['sessions', 'statistics', 'catalog'] as const;

/** Props of {@link FilesPage}. */
export interface FilesPageProps {
  readonly files: readonly File[];
  /** Which of several sessions is looked at; absent for the list of them. */
  readonly session?: string | undefined;
  /** Looks at a session, or at the list again. */
  readonly onSession: (id: string | undefined) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly go: Go;
}

/** Recordings of the user's machine: one session is replayed, several are listed. */
export function FilesPage({ files, session, onSession, onFiles, go }: FilesPageProps): ReactElement {
  const { sorted, summaries, leftOut } = useFileGroups(files);
  const [shown, show] = useState<(typeof SHOWN)[number]>('sessions');
  const items = useMemo(() => summaries.map(({ item }) => item), [summaries]);
  const groups = sorted?.groups ?? [];
  const chosen = groups.length === 1 ? groups[0] : groups.find(({ id }) => id === session);
  const [storage] = useState(browserAnnotations);
  const review = useStoredAnnotations(storage, chosen?.id ?? NO_SESSION);
  const [author, setAuthor] = useAuthor();
  const replay = useRef<HTMLDivElement>(null);
  const title = chosen ? nameOf(chosen.files) : fileWords.files;
  useEffect(() => { document.title = `${title} · Playhead`; }, [title]);
  const read = sorted === undefined ? 0 : summaries.length + leftOut.length - sorted.leftOut.length;
  const ready = sorted !== undefined && read >= groups.length;
  const none = sorted !== undefined && groups.length === 0;
  return (
    <div className="viewer">
      <nav data-ph="" aria-label="Playhead">
        <div className="viewer__bar">
          {chosen && groups.length > 1 ? <button type="button" className="ph-btn ph-btn--s" onClick={() => onSession(undefined)}>{fileWords.allFiles}</button> : <Link to="/sessions" go={go}>{fileWords.allSessions}</Link>}
          <span className="viewer__file ph-cut">{chosen ? nameOf(chosen.files) : fileWords.several(files.length)}</span>
          <span className="viewer__origin ph-cut">{!chosen && groups.length > 1 && !ready ? <span role="status">{fileWords.reading(read, groups.length)}</span> : fileWords.fromHere}</span>
          {!chosen && groups.length > 1 && <span className="ph-seg" role="group" aria-label={fileWords.shown}>{SHOWN.map((one) => <button key={one} type="button" aria-pressed={one === shown} onClick={() => show(one)}>{fileWords.pages[one]}</button>)}</span>}
          {chosen && <ReviewerBar key={author} author={author} onAuthor={setAuthor} unsaved={review.unsaved.length} onRetry={review.retry} onDone={() => replay.current?.focus({ preventScroll: true })} />}
          <OpenFileButton onFiles={onFiles} />
        </div>
        <LeftOutFiles files={leftOut} />
      </nav>
      <main className={chosen ? undefined : 'viewer-list'}>
        {chosen
          ? <FileReplay key={chosen.id} replay={replay} group={chosen} review={review} author={author} onFiles={onFiles} onLeave={() => (groups.length > 1 ? onSession(undefined) : go('/sessions'))} />
          : none ? <div data-ph="" className="ph-sessions"><Nothing onFiles={onFiles} /></div>
            : shown !== 'sessions' ? <LateFigures page={shown} summaries={summaries} ready={ready} onSession={onSession} /> : (
              <SessionList
                sessions={items} status={ready ? 'ready' : 'loading'} messages={{ label: fileWords.files, loading: fileWords.sorting }}
                hrefOf={({ sessionId }) => `#${encodeURIComponent(sessionId)}`}
                onOpen={({ sessionId }, event) => {
                  event.preventDefault();
                  onSession(sessionId);
                }}
              />
            )}
      </main>
    </div>
  );
}

/** At once where its code is there, and no later than it is. */
function LateFigures(props: filesFigures.FilesFiguresProps): ReactElement {
  const code = useSyncExternalStore(figures.subscribe, figures.loaded);
  if (code) return <code.FilesFigures {...props} />;
  return <div data-ph="" className="ph-sessions" aria-busy={code === undefined}>{code === null && <p role="alert">{fileWords.noFigures}</p>}</div>;
}

interface FileReplayProps {
  readonly replay: RefObject<HTMLDivElement | null>;
  readonly group: FileGroup;
  readonly review: StoredAnnotations;
  readonly author: string;
  readonly onFiles: FilesPageProps['onFiles'];
  readonly onLeave: () => void;
}

function FileReplay({ replay, group, review: { annotations, onAnnotate }, author, onFiles, onLeave }: FileReplayProps): ReactElement {
  const source = useMemo(() => fileSource(group.files, { worker: makeFileWorker }), [group]);
  useEffect(() => {
    if (document.activeElement === document.body) replay.current?.focus({ preventScroll: true }); // its keys are heard from the first one on
  }, [replay]);
  const slots = useMemo(() => ({ error: ({ error }: SessionErrorProps) => <Nothing message={error?.message} onFiles={onFiles} /> }), [onFiles]);
  return <SessionReplay ref={replay} source={source} slots={slots} can={CAN} annotations={annotations} onAnnotate={onAnnotate} author={author} onAction={({ type }) => { if (type === 'leave') onLeave(); }} />;
}

/** Notes are kept in the browser; the files of the user's machine stay as they are. */
const CAN = { annotate: true, branch: false, download: false };

function Nothing({ message, onFiles }: { readonly message?: string | undefined; readonly onFiles: FilesPageProps['onFiles'] }): ReactElement {
  return (
    <div className="ph-app ph-app--state" data-status="error" role="alert">
      <div className="ph-state">
        <b>{fileWords.failed}</b>
        {message !== undefined && <p>{message.slice(0, 500)}</p>}
        <div className="ph-row"><OpenFileButton onFiles={onFiles} /></div>
      </div>
    </div>
  );
}

function nameOf(files: readonly File[]): string {
  const [first] = files;
  return files.length === 1 && first ? first.name : fileWords.several(files.length);
}
