'use client';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { VList, type VListHandle } from 'virtua';
import { focusSoon } from '../elements/focus-soon.ts';
import { useHasLayout } from '../elements/use-has-layout.ts';
import { Icon } from '../elements/Icon.tsx';
import { relativePath } from '../elements/relative-path.ts';
import { revealRow } from '../elements/reveal-row.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { CHANGE_CLASSES, CHANGE_LETTERS } from './file-status.ts';
import { fileKey, type TreeFile, type TreeRow } from './file-tree.ts';
import { filesMessages } from './files-messages.ts';

/** More rows are drawn only where they are looked at. */
const MOST_ROWS = 200;
/** Of more rows, how many are drawn where nothing can be measured. */
const ROWS_UNMEASURED = 100;

/** Props of {@link FileTree}. */
export interface FileTreeProps {
  readonly rows: readonly TreeRow[];
  readonly directory: string | undefined;
  readonly current: string | undefined;
  readonly onOpen: (path: string) => void;
  readonly onFolder: (key: string, open: boolean) => void;
  readonly onViewed: (file: TreeFile, viewed: boolean) => void;
}

/** Changed files as a tree. Enter opens the diff, Space ticks a file off. */
export function FileTree({ rows, directory, current: path, onOpen, onFolder, onViewed }: FileTreeProps): ReactElement {
  const messages = useWords('files', filesMessages);
  const current = path === undefined ? undefined : fileKey(path);
  const tree = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  const [focusKey, setFocusKey] = useState<string>();
  const wish = useRef<string>(undefined);
  const focused = Math.max(0, rows.findIndex(({ key }) => key === (focusKey ?? current)));
  const many = useHasLayout() && rows.length > MOST_ROWS;
  const from = rows.length > MOST_ROWS ? Math.max(0, Math.min(focused - ROWS_UNMEASURED / 2, rows.length - ROWS_UNMEASURED)) : 0;
  const unmeasured = rows.length > MOST_ROWS ? rows.slice(from, from + ROWS_UNMEASURED) : rows;

  const focusRow = (index: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (!row) return;
    wish.current = row.key;
    setFocusKey(row.key);
    if (many) revealRow(list.current, rows.indexOf(row));
  };
  useEffect(() => {
    if (wish.current === undefined) return undefined;
    wish.current = undefined;
    return focusSoon(() => tree.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]'));
  }, [focusKey]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[focused];
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const parent = (): number => { for (let at = focused - 1; at >= 0; at--) if ((rows[at]?.level ?? 0) < row.level) return at; return focused; };
    const rtl = tree.current !== null && getComputedStyle(tree.current).direction === 'rtl';
    const name = rtl && event.key === 'ArrowLeft' ? 'ArrowRight' : rtl && event.key === 'ArrowRight' ? 'ArrowLeft' : event.key;
    switch (name) {
      case 'ArrowDown': focusRow(focused + 1); break;
      case 'ArrowUp': focusRow(focused - 1); break;
      case 'Home': focusRow(0); break;
      case 'End': focusRow(rows.length - 1); break;
      case 'ArrowRight': if (row.kind === 'folder') { if (row.open) focusRow(focused + 1); else onFolder(row.key, true); } break;
      case 'ArrowLeft': if (row.kind === 'folder' && row.open) onFolder(row.key, false); else focusRow(parent()); break;
      case 'Enter': if (row.kind === 'folder') onFolder(row.key, !row.open); else onOpen(row.file.path); break;
      case ' ': if (row.kind === 'folder') onFolder(row.key, !row.open); else onViewed(row.file, !row.file.viewed); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const drawRow = (row: TreeRow, index: number): ReactElement => (
    <Row key={row.key} row={row} tabIndex={index === focused ? 0 : -1} directory={directory} current={row.key === current} onOpen={onOpen} onFolder={onFolder} onViewed={onViewed} onFocus={() => setFocusKey(row.key)} />
  );
  return (
    <div ref={tree} className="ph-files__tree" role="tree" aria-label={messages.tree} data-virtual={many} onKeyDown={onKeyDown}>
      {many ? <VList ref={list} data={rows} keepMounted={[focused]} style={{ blockSize: '100%' }}>{drawRow}</VList> : unmeasured.map((row, index) => drawRow(row, from + index))}
    </div>
  );
}

interface RowProps extends Omit<FileTreeProps, 'rows' | 'current'> {
  readonly row: TreeRow;
  readonly tabIndex: number;
  readonly current: boolean;
  readonly onFocus: () => void;
}

function Row({ row, tabIndex, directory, current, onOpen, onFolder, onViewed, onFocus }: RowProps): ReactElement {
  const messages = useWords('files', filesMessages);
  const format = useFormat();
  const place = { 'aria-level': row.level, 'aria-posinset': row.place, 'aria-setsize': row.of, tabIndex, onFocus, style: { paddingInlineStart: 16 + (row.level - 1) * 16 } };
  if (row.kind === 'folder') {
    return (
      <div role="treeitem" className="ph-test ph-files__folder" aria-expanded={row.open} aria-selected={false} {...place} onClick={() => onFolder(row.key, !row.open)}>
        <Icon name={row.open ? 'chev-d' : 'chev-r'} /><span className="ph-mono ph-cut" dir="ltr"><VisibleText text={row.label} /></span> <span className="ph-muted ph-count" title={messages.files(row.files, format.number(row.files))}>{format.number(row.files)}</span>
      </div>
    );
  }
  const { file } = row;
  const word = messages[file.change];
  return (
    <div
      role="treeitem" className="ph-test ph-files__file" aria-selected={current} aria-checked={file.viewed} {...place} data-change={file.change} data-viewed={file.viewed} onClick={() => onOpen(file.path)}
    >
      <span className={`ph-mono ph-files__letter ${CHANGE_CLASSES[file.change]}`} title={word}><span aria-hidden="true">{CHANGE_LETTERS[file.change]}</span><span className="ph-hidden">{word}</span></span>{' '}
      <span className="ph-mono ph-cut" dir="ltr" title={file.path}>{file.change === 'renamed' && file.oldPath !== undefined && <span className="ph-muted"><VisibleText text={nameOf(relativePath(file.oldPath, directory))} /> → </span>}<VisibleText text={row.label} /></span>{' '}
      <span className="ph-row ph-files__m">
        {file.generated && <span className="ph-muted">{messages.generated}</span>}
        {file.added > 0 && !file.generated && <span className="ph-plus">+{format.number(file.added)}</span>}{' '}
        {file.removed > 0 && !file.generated && <span className="ph-minus">−{format.number(file.removed)}</span>}
        <span className="ph-files__tick" title={messages.viewedWord} onClick={(event) => { event.stopPropagation(); onViewed(file, !file.viewed); }}><span className="ph-check"><Icon name="check" /></span></span>
      </span>
    </div>
  );
}

const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
