'use client';
import { useCallback, useEffect, useMemo, useRef, type ReactElement } from 'react';
import type { FileHistory as History, FileState, ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { backIcon } from '../elements/part-icons.ts';
import { relativePath } from '../elements/relative-path.ts';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { FileLines } from './FileLines.tsx';
import { Scrubber } from './Scrubber.tsx';
import { fileHistoryMessages } from './file-history-messages.ts';
import { eventOfPoint, fileAtPlayhead, pointAtPlayhead } from './place-in-history.ts';
import { useFileHistory } from './use-file-history.ts';

/** Props of {@link FileHistory}. */
export interface FileHistoryProps extends PartProps {
  /** The file. Default: the one that was changed last at the playhead. */
  readonly path?: string | undefined;
  /** Draws a button that leads back, and is called by it. */
  readonly onClose?: (() => void) | undefined;
}

/**
 * A file as it was at the playhead, with the step that wrote each of its lines. A slider goes through the changes of the file and
 * takes the playhead with it.
 *
 * @example
 * ```tsx
 * <ReplayRoot source={source}><FileHistory path="src/auth.ts" /></ReplayRoot>
 * ```
 */
export const FileHistory: Part<FileHistoryProps> = definePart<FileHistoryProps>('FileHistory', ({ className, style, path: wanted, onClose }, ref) => {
  const messages = useWords('fileHistory', fileHistoryMessages);
  const store = useReplayStore();
  const directory = useReplayState((state) => state.model.session.cwd);
  const path = useReplayState(useMemo(() => (state: ReplayState) => wanted ?? fileAtPlayhead(state), [wanted]));
  const history = useFileHistory(path);
  const point = useReplayState(useMemo(() => (state: ReplayState) => (history ? pointAtPlayhead(history, state) : -1), [history]));
  const state = useMemo(() => history?.at(point), [history, point]);
  const back = useRef<HTMLButtonElement>(null);
  const leads = onClose !== undefined;
  useEffect(() => { if (leads) back.current?.focus({ preventScroll: true }); }, [leads]);
  const go = useCallback((to: number) => {
    const id = history && eventOfPoint(history, to, store.getState());
    if (id !== undefined) store.select(id);
  }, [history, store]);
  const shown = relativePath(path ?? '', directory);
  const slash = Math.max(shown.lastIndexOf('/'), shown.lastIndexOf('\\')) + 1;
  return (
    <section ref={ref} className={classes('ph-filehistory', className)} style={style} data-part="file-history" data-state={state?.status ?? (path === undefined ? 'empty' : 'loading')} aria-label={messages.label(shown)}>
      {path === undefined ? <State icon="clock" title={messages.noneTitle}>{messages.none}</State> : (
        <>
          <header className="ph-diff__h ph-filehistory__h">
            <div className="ph-row">
              {onClose && <button ref={back} type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.back} title={messages.back} onClick={onClose}><Icon name={backIcon} small /></button>}
              <span className="ph-mono ph-diff__path" dir="ltr" title={path}><span className="ph-muted"><VisibleText text={shown.slice(0, slash)} /></span><b><VisibleText text={shown.slice(slash)} /></b></span>
              <span className="ph-grow" />
              {state && <Summary state={state} />}
            </div>
            {history && history.points.length > 0 && <Scrubber history={history} point={point} onGo={go} />}
          </header>
          {history && state ? <Body history={history} state={state} point={point} path={shown} onGo={go} /> : <div className="ph-fill" role="status" aria-label={messages.loading} />}
        </>
      )}
    </section>
  );
});

function Summary({ state }: { readonly state: FileState }): ReactElement | null {
  const messages = useWords('fileHistory', fileHistoryMessages);
  const format = useFormat();
  if (state.status === 'absent' || state.status === 'binary') return null;
  const word = { known: undefined, partial: messages.partial, unknown: messages.unknown }[state.status];
  return (
    <>
      {state.doubtedBy !== undefined && <span className="ph-warn" title={messages.doubted}><Icon name="alert" small /><span className="ph-hidden">{messages.doubted}</span></span>}
      {word !== undefined && <span className="ph-badge">{word}</span>}
      {state.status !== 'unknown' && <span className="ph-muted">{messages.lines(state.lineCount, format.number(state.lineCount))}</span>}
    </>
  );
}

function Body({ history, state, point, path, onGo }: { readonly history: History; readonly state: FileState; readonly point: number; readonly path: string; readonly onGo: (point: number) => void }): ReactElement {
  const messages = useWords('fileHistory', fileHistoryMessages);
  switch (state.status) {
    case 'absent': return <State icon="folder" title={messages.absentTitle}>{messages.absent}</State>;
    case 'binary': return <State icon="folder" title={messages.binaryTitle}>{messages.binary}</State>;
    case 'unknown': return <State icon="folder" title={messages.unknownTitle}>{messages.unknownHint}</State>;
    case 'known':
    case 'partial': return state.lineCount === 0 && !state.open ? <State icon="folder" title={messages.emptyTitle}>{messages.empty}</State> : <FileLines history={history} state={state} point={point} path={path} onGo={onGo} />;
  }
}
