'use client';
import { useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { isGeneratedFile, type FileChange } from '@playhead/replay-core';
import { focusSoon } from '../elements/focus-soon.ts';
import { Icon } from '../elements/Icon.tsx';
import { relativePath } from '../elements/relative-path.ts';
import { scrollToTop } from '../elements/scroll-parent.ts';
import { isLarge } from '../elements/text-value.ts';
import type { ChangeLog } from '../files/change-log.ts';
import { useViewed } from '../files/use-viewed.ts';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useFormat, useSettings, useWords } from '../settings/SettingsContext.tsx';
import { DiffBody } from './DiffBody.tsx';
import { DiffHeader } from './DiffHeader.tsx';
import { countsOf, type DiffSubject, type RenderDiffProps } from './diff-subject.ts';
import { useFileContent } from './use-file-content.ts';
import { diffMessages } from './diff-messages.ts';

/** Changes with more lines, or more characters, wait for a click. */
const LARGE_LINES = 5000;
const LARGE_BYTES = 1024 * 1024;

/** Props of {@link DiffFile}. */
export interface DiffFileProps {
  readonly subject: DiffSubject;
  readonly log: ChangeLog;
  /** How many of all changes count at the playhead. */
  readonly count: number;
  readonly split: boolean;
  readonly onSplit: (split: boolean) => void;
  /** Shows the file as it was at any moment. */
  readonly onHistory: (path: string) => void;
  /** Set when the file was asked for: it comes into view and takes the focus. */
  readonly target?: object | undefined;
  /** Whether nothing but the bar stands above it, which then comes into view with it. */
  readonly first?: boolean | undefined;
  readonly renderDiff?: ((props: RenderDiffProps) => ReactNode) | undefined;
}

/** One file's changes: its name, its counts and its hunks. */
export function DiffFile({ subject, log, count, split, onSplit, onHistory, target, first = false, renderDiff }: DiffFileProps): ReactElement {
  const { nonce } = useSettings();
  const directory = useReplayState((state) => state.model.session.cwd);
  const path = relativePath(subject.path, directory);
  const [viewed, setViewed] = useViewed(log, count, subject.path);
  const [opened, setOpened] = useState<boolean>();
  const [loaded, setLoaded] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (target) return focusSoon(() => element.current, (file) => scrollToTop(file.closest(first ? '[data-part]' : '.ph-diff') ?? file));
    return undefined;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a file that becomes the first was not asked for again
  }, [target]);

  const size = useMemo(() => sizeOf(subject.changes), [subject.changes]);
  const generated = isGeneratedFile(subject.path);
  const folded = !loaded && size.lines > 0 && (generated || size.lines > LARGE_LINES || size.bytes > LARGE_BYTES);
  const open = opened ?? (!viewed || target !== undefined);
  const content = useFileContent(subject.changes, open && !folded);
  const counts = useMemo(() => (content && !folded ? countsOf(content.groups.flatMap(({ hunks }) => hunks)) : size), [content, folded, size]);
  const tickOff = (wanted: boolean): void => {
    setViewed(wanted);
    setOpened(!wanted);
  };
  return (
    <article ref={element} className="ph-diff" data-change={subject.change} data-viewed={viewed} data-open={open} aria-label={path} tabIndex={-1}>
      <DiffHeader
        subject={subject} path={path} directory={directory} added={counts.added} removed={counts.removed} open={open} onOpen={setOpened} viewed={viewed} onViewed={tickOff} split={split} onSplit={onSplit}
        onHistory={() => onHistory(subject.path)}
        onShowAll={open && !unfolded && content?.after !== undefined ? () => setUnfolded(true) : undefined}
      />
      {open && (folded
        ? <Large generated={generated} lines={size.lines} bytes={size.bytes} onLoad={() => setLoaded(true)} />
        : !content || !content.groups.some(({ hunks }) => hunks.length > 0)
          ? <Nothing subject={subject} path={path} directory={directory} busy={!content} />
          : renderDiff
            ? renderDiff({ ...withoutChanges(subject), hunks: content.groups.flatMap(({ hunks }) => hunks), ...(content.before !== undefined && { before: content.before }), ...(content.after !== undefined && { after: content.after }), split, nonce })
            : <DiffBody content={content} changes={subject.changes} path={path} split={split} unfolded={unfolded} nonce={nonce} />)}
    </article>
  );
}

function withoutChanges({ path, oldPath, change }: DiffSubject): Omit<DiffSubject, 'changes'> {
  return { path, change, ...(oldPath !== undefined && { oldPath }) };
}

/** How much there is to draw, without working it out. */
function sizeOf(changes: readonly FileChange[]): { readonly lines: number; readonly bytes: number; readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  let bytes = 0;
  for (const change of changes) {
    added += change.added;
    removed += change.removed;
    bytes += change.hunksBlob?.size ?? 0;
    for (const { lines } of change.hunks) for (const line of lines) bytes += line.length;
  }
  return { lines: added + removed, bytes, added, removed };
}

function Large({ generated, lines, bytes, onLoad }: { readonly generated: boolean; readonly lines: number; readonly bytes: number; readonly onLoad: () => void }): ReactElement {
  const messages = useWords('diff', diffMessages);
  const format = useFormat();
  const large = lines > LARGE_LINES || bytes > LARGE_BYTES;
  return (
    <div className="ph-state ph-diff__large">
      <Icon name="write" />
      <b>{large ? messages.largeTitle : messages.generatedTitle}</b>
      <p>{messages.folded(format.number(lines), bytes > LARGE_BYTES ? format.bytes(bytes) : undefined, generated)}</p>
      <div className="ph-row"><button type="button" className="ph-btn ph-btn--line" onClick={onLoad}>{messages.load}</button></div>
    </div>
  );
}

function Nothing({ subject, directory, busy }: { readonly subject: DiffSubject; readonly path: string; readonly directory: string | undefined; readonly busy: boolean }): ReactElement {
  const messages = useWords('diff', diffMessages);
  const last = subject.changes.at(-1);
  const binary = [last?.before, last?.after].some((value) => isLarge(value) && value.encoding === 'base64');
  const text = busy ? messages.loading
    : binary ? messages.binary
      : subject.change === 'deleted' ? messages.deletedFile
        : subject.change === 'renamed' && subject.oldPath !== undefined ? messages.renamedOnly(relativePath(subject.oldPath, directory))
          : last?.after === '' ? messages.emptyFile : messages.noLines;
  return <div className="ph-fold ph-diff__none" role={busy ? 'status' : undefined}>{text}</div>;
}
