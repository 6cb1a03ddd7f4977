'use client';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { isGeneratedFile, type FileChange, type ReplayState } from '@playhead/replay-core';
import { useDiffView } from '../diff/DiffViewProvider.tsx';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { relativePath } from '../elements/relative-path.ts';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { createEventIndex } from '../inspector/event-index.ts';
import { countWhere, fileChangesAt, type ChangeLog } from './change-log.ts';
import { changeOver } from './file-status.ts';
import { FileTree } from './FileTree.tsx';
import { treeRows, type TreeFile } from './file-tree.ts';
import { isViewed, tick } from './toggle-viewed.ts';
import { useChangeLog } from './use-change-log.ts';
import { createViewedKeys } from './viewed-key.ts';
import { filesMessages } from './files-messages.ts';

const NONE: ReadonlySet<string> = new Set();
const NO_CHANGES: readonly FileChange[] = [];
const MOST_READ = 200;

/** The files that the session touched up to the playhead: the changed ones as a tree with a box to tick off each, then those that were only read. */
export const Files: Part<PartProps> = definePart<PartProps>('Files', ({ className, style }, ref) => {
  const messages = useWords('files', filesMessages);
  const format = useFormat();
  const { log, count } = useChangeLog();
  const { viewed } = useReplayView();
  const actions = useReplayViewActions();
  const [diff, { open: openDiff }] = useDiffView();
  const directory = useReplayState((state) => state.model.session.cwd);
  const [closed, setClosed] = useState(NONE);
  const [keysOf] = useState(createViewedKeys);
  const keys = useCallback((path: string) => keysOf(log.byPath.get(path)?.file.changes ?? NO_CHANGES), [keysOf, log]);
  const files = useMemo(() => filesAt(log, count, viewed, keys, directory), [log, count, viewed, keys, directory]);
  const read = useReadFiles(files);
  const rows = useMemo(() => treeRows(files, closed), [files, closed]);

  const open = useCallback((path: string) => {
    openDiff(path);
    actions.setTab('diff');
  }, [openDiff, actions]);
  const onFolder = useCallback((key: string, wanted: boolean) => setClosed((before) => {
    const next = new Set(before);
    if (wanted) next.delete(key);
    else next.add(key);
    return next;
  }), []);
  const onViewed = useCallback((file: TreeFile, wanted: boolean) => {
    const logged = log.byPath.get(file.path);
    if (logged) tick(keys(file.path), fileChangesAt(logged, count), wanted, actions);
  }, [log, count, keys, actions]);

  if (files.length === 0 && read.length === 0) {
    return <section ref={ref} className={classes('ph-files', className)} style={style} data-part="files" data-state="empty" aria-label={messages.label}><State icon="folder" title={messages.noneTitle}>{messages.none}</State></section>;
  }
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  const seen = files.filter((file) => file.viewed).length;
  return (
    <section ref={ref} className={classes('ph-tests ph-files', className)} style={style} data-part="files" data-state="ready" aria-label={messages.label}>
      <div className="ph-tests__sum">
        <span className="ph-med">{messages.files(files.length, format.number(files.length))}</span>
        {added > 0 && <span className="ph-plus">+{format.number(added)}</span>}
        {removed > 0 && <span className="ph-minus">−{format.number(removed)}</span>}
        <span className="ph-meter" aria-hidden="true"><i style={{ flex: seen }} hidden={seen === 0} /><i className="s" style={{ flex: files.length - seen }} hidden={seen === files.length} /></span>
        <span className="ph-muted">{messages.viewed(format.number(seen), format.number(files.length))}</span>
      </div>
      {files.length > 0 ? <FileTree rows={rows} directory={directory} current={diff.target?.path} onOpen={open} onFolder={onFolder} onViewed={onViewed} /> : <p className="ph-files__none ph-muted">{messages.noneChanged}</p>}
      {read.length > 0 && <ReadFiles files={read} directory={directory} />}
    </section>
  );
});

function filesAt(log: ChangeLog, count: number, viewed: ReadonlySet<string>, keys: (path: string) => readonly string[], directory: string | undefined): readonly TreeFile[] {
  const files: TreeFile[] = [];
  for (const [path, logged] of log.byPath) {
    const own = fileChangesAt(logged, count);
    if (own === 0) continue;
    const changes = logged.file.changes.slice(0, own);
    const oldPath = changes.find((change) => change.oldPath !== undefined)?.oldPath;
    files.push({
      path, shownPath: relativePath(path, directory), change: changeOver(changes), added: changes.reduce((sum, change) => sum + change.added, 0), removed: changes.reduce((sum, change) => sum + change.removed, 0),
      viewed: viewed.size > 0 && isViewed(keys(path), own, viewed), generated: isGeneratedFile(path), ...(oldPath !== undefined && { oldPath }),
    });
  }
  return files;
}

/** Files that were read up to the playhead and not changed until then. */
function useReadFiles(changed: readonly TreeFile[]): readonly string[] {
  const store = useReplayStore();
  const indexOf = useMemo(() => createEventIndex(), []);
  const count = useReplayState(useMemo(() => ({ model, currentIndex }: ReplayState) => countWhere(indexOf(model.events).files, (at) => at <= currentIndex), [indexOf]));
  return useMemo(() => {
    const { events } = store.getState().model;
    const known = new Set(changed.map(({ path }) => path));
    return indexOf(events).files.slice(0, count).flatMap((at) => {
      const path = events[at]?.record.data['path'];
      return typeof path === 'string' && !known.has(path) ? [path] : [];
    });
  }, [store, indexOf, count, changed]);
}

function ReadFiles({ files, directory }: { readonly files: readonly string[]; readonly directory: string | undefined }): ReactElement {
  const messages = useWords('files', filesMessages);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <div className="ph-files__read">
      <button type="button" className="ph-fold" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name={open ? 'chev-d' : 'chev-r'} />{messages.read(files.length, format.number(files.length))}</button>
      {open && <ul>{files.slice(0, MOST_READ).map((path) => (
        <li key={path} className="ph-test"><Icon name="read" className="ph-muted" /><span className="ph-mono ph-cut ph-2nd" dir="ltr" title={path}><VisibleText text={relativePath(path, directory)} /></span></li>
      ))}</ul>}
    </div>
  );
}
