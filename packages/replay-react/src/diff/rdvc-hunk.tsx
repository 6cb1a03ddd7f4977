'use client';
import { useMemo, type ReactElement } from 'react';
import ReactDiffViewer from 'react-diff-viewer-continued';
import type { DiffHunk } from '@playhead/protocol';
import { sidesOf } from './hunk-sides.ts';

const LONGEST_WORD_DIFF = 400;

const variables = {
  diffViewerBackground: 'var(--ph-surface)', diffViewerColor: 'var(--ph-text)', addedBackground: 'var(--ph-add-bg)', addedColor: 'var(--ph-text)', removedBackground: 'var(--ph-del-bg)',
  removedColor: 'var(--ph-text)', changedBackground: 'var(--ph-surface)', wordAddedBackground: 'var(--ph-add-word)', wordRemovedBackground: 'var(--ph-del-word)', addedGutterBackground: 'var(--ph-add-bg)',
  removedGutterBackground: 'var(--ph-del-bg)', gutterBackground: 'var(--ph-surface)', gutterBackgroundDark: 'var(--ph-surface)', gutterColor: 'var(--ph-text-3)', addedGutterColor: 'var(--ph-text-3)',
  removedGutterColor: 'var(--ph-text-3)', emptyLineBackground: 'transparent', highlightBackground: 'var(--ph-accent-soft)', highlightGutterBackground: 'var(--ph-accent-soft)',
};
const text = { fontFamily: 'var(--ph-mono)', fontSize: 'var(--ph-mono-2)', lineHeight: '20px', fontVariantLigatures: 'none' };
const styles = {
  variables: { light: variables, dark: variables },
  diffContainer: { ...text, minWidth: 0, pre: { ...text, whiteSpace: 'pre' } },
  contentText: { ...text, whiteSpace: 'pre' },
  marker: { width: 20, padding: 0, textAlign: 'center', pre: { ...text } },
  wordDiff: { padding: 0, display: 'inline', borderRadius: 2 },
  content: { width: 'auto' },
  line: { backgroundColor: 'var(--ph-diff-line, transparent)' },
} as const;

/** A hunk drawn by react-diff-viewer-continued, with marks on the changed words. */
export function RdvcHunk({ hunk, nonce }: { readonly hunk: DiffHunk; readonly nonce?: string | undefined }): ReactElement {
  const { before, after } = useMemo(() => sidesOf(hunk), [hunk]);
  const longLines = hunk.lines.some((line) => line.length > LONGEST_WORD_DIFF);
  return (
    <ReactDiffViewer
      oldValue={before} newValue={after} splitView={false} showDiffOnly={false} hideSummary hideLineNumbers disableWorker disableWordDiff={longLines} styles={styles} {...(nonce !== undefined && { nonce })}
      renderGutter={({ lineNumber, additionalLineNumber }) => {
        // A side without the line has the number 0 or none.
        const side = lineNumber && additionalLineNumber ? undefined : lineNumber ? 'removed' : 'added';
        return (
          <>
            <td className="ph-diff__num" data-side={side}>{lineNumber ? lineNumber + hunk.oldStart - 1 : ''}</td>
            <td className="ph-diff__num">{additionalLineNumber ? additionalLineNumber + hunk.newStart - 1 : ''}</td>
          </>
        );
      }}
    />
  );
}
