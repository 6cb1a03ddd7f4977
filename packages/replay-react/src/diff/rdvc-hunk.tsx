'use client';
import { isValidElement, useLayoutEffect, useMemo, useState, type Context, type ReactElement, type ReactNode } from 'react';
import ReactDiffViewer, { computeStyles, DiffMethod, type ReactDiffViewerProps } from 'react-diff-viewer-continued';
import type { DiffHunk } from '@playhead/protocol';
import { DiffLines } from './DiffLines.tsx';
import { ViewerStylesContext, type ViewerStyles } from './EngineProvider.tsx';
import { groupRows, type RowSign } from './group-rows.ts';
import { sidesOf } from './hunk-sides.ts';

/** Kinds of lines; the viewer exports no names for them. */
const ADDED = 1;
const REMOVED = 2;
const LONGEST_WORD_DIFF = 400;
const LONGEST_HIGHLIGHT = 300;

const variables = {
  diffViewerBackground: 'transparent', diffViewerColor: 'var(--ph-text)', addedBackground: 'var(--ph-add-bg)', addedColor: 'var(--ph-text)', removedBackground: 'var(--ph-del-bg)',
  removedColor: 'var(--ph-text)', changedBackground: 'transparent', wordAddedBackground: 'var(--ph-add-word)', wordRemovedBackground: 'var(--ph-del-word)', addedGutterBackground: 'var(--ph-add-bg)',
  removedGutterBackground: 'var(--ph-del-bg)', gutterBackground: 'transparent', gutterBackgroundDark: 'transparent', gutterColor: 'var(--ph-text-3)', addedGutterColor: 'var(--ph-text-3)',
  removedGutterColor: 'var(--ph-text-3)', emptyLineBackground: 'transparent', highlightBackground: 'var(--ph-accent-soft)', highlightGutterBackground: 'var(--ph-accent-soft)',
};
const text = { fontFamily: 'var(--ph-mono)', fontSize: 'var(--ph-mono-2)', lineHeight: '20px', fontVariantLigatures: 'none' };
const styles = {
  variables: { light: variables, dark: variables },
  // The viewer's own style sheet stands above our layers. In a fixed table the ends of long lines are out of reach.
  diffContainer: { ...text, minWidth: 0, tableLayout: 'var(--ph-diff-layout, auto)' as 'auto' /* its type knows no variables */, background: 'none', pre: { ...text, whiteSpace: 'inherit' } },
  contentText: { ...text, whiteSpace: 'inherit', lineBreak: 'auto', display: 'block', textDecoration: 'none' },
  lineIndent: { whiteSpace: 'inherit', wordBreak: 'inherit' },
  lineBody: { overflowWrap: 'inherit' },
  marker: { width: 20, padding: 0, textAlign: 'center', pre: { ...text, width: 'auto', color: 'var(--ph-diff-sign, inherit) !important' } },
  wordDiff: { padding: 0, display: 'inline', borderRadius: 2, textDecoration: 'none' },
  content: { width: 'auto', overflowWrap: 'inherit', paddingInlineEnd: 12 },
  line: { backgroundColor: 'var(--ph-diff-line, transparent)' },
} as const;

const keyword = 'var(--ph-syn-keyword)';
const string = 'var(--ph-syn-string)';
const number = 'var(--ph-syn-number)';
const name = 'var(--ph-syn-function)';
const comment = 'var(--ph-syn-comment)';
const theme: Record<string, string> = {
  default: 'inherit', comment, prolog: comment, doctype: comment, cdata: comment, punctuation: 'inherit', property: number, tag: keyword, boolean: number, number, constant: number, symbol: number,
  deleted: 'inherit', inserted: 'inherit', selector: name, 'attr-name': name, string, char: string, builtin: name, operator: 'inherit', entity: string, url: string, 'attr-value': string, keyword,
  atrule: keyword, 'class-name': 'inherit', function: name, regex: string, important: keyword, variable: 'inherit',
};

/** Props of {@link RdvcHunk}. */
export interface RdvcHunkProps {
  readonly hunk: DiffHunk;
  readonly split?: boolean | undefined;
  /** Colours the code; `undefined` for plain text. */
  readonly language?: string | undefined;
  readonly nonce?: string | undefined;
}

/** A hunk drawn by react-diff-viewer-continued: marks on the changed words, colours for the code. Plain lines until its rows are there. */
export function RdvcHunk({ hunk, split, language, nonce }: RdvcHunkProps): ReactElement {
  const { before, after } = useMemo(() => sidesOf(hunk), [hunk]);
  const [ready, setReady] = useState(false);
  const longLines = hunk.lines.some((line) => line.length > LONGEST_WORD_DIFF);
  const Viewer = split ? StyledViewer : UnifiedViewer;
  return (
    <>
      {!ready && <DiffLines hunk={hunk} split={split} />}
      <div className="ph-diff__engine" data-view={split ? 'split' : 'unified'} hidden={!ready}>
        <Viewer
          oldValue={before} newValue={after} splitView={split === true} showDiffOnly={false} hideSummary hideLineNumbers disableWorker disableWordDiff={longLines} compareMethod={DiffMethod.WORDS_WITH_SPACE} styles={styles}
          {...(language !== undefined && hunk.lines.length <= LONGEST_HIGHLIGHT && { highlightLanguage: language, highlightTheme: theme })}
          {...(nonce !== undefined && { nonce })}
          renderGutter={({ lineNumber, additionalLineNumber, prefix, type }) => (
            <Gutter
              split={split === true} onReady={setReady}
              oldLine={split && prefix === 'R' ? undefined : shift(lineNumber, hunk.oldStart)}
              newLine={split ? (prefix === 'R' ? shift(lineNumber, hunk.newStart) : undefined) : shift(additionalLineNumber, hunk.newStart)}
              sign={type === REMOVED ? 'removed' : type === ADDED ? 'added' : undefined}
            />
          )}
        />
      </div>
    </>
  );
}

/** A line number of a side that begins at `start`; a side without the line has the number 0 or none. */
const shift = (line: number | undefined, start: number): number | undefined => (line ? line + Math.max(start, 1) - 1 : undefined);

interface GutterProps {
  readonly split: boolean;
  /** What the viewer says of the line, in a split view. */
  readonly sign: RowSign;
  readonly oldLine: number | undefined;
  readonly newLine: number | undefined;
  readonly onReady: (ready: boolean) => void;
}

function signOfGutter({ oldLine, newLine }: GutterProps): RowSign {
  return oldLine === undefined ? 'added' : newLine === undefined ? 'removed' : undefined;
}

function Gutter(props: GutterProps): ReactElement {
  const { split, oldLine, newLine, sign, onReady } = props;
  useLayoutEffect(() => onReady(true), [onReady]);
  if (split) return <td className="ph-diff__num" data-sign={oldLine === undefined && newLine === undefined ? 'void' : sign} data-old={oldLine} data-new={newLine}>{oldLine ?? newLine}</td>;
  return <><td className="ph-diff__num" data-sign={signOfGutter(props)} data-old={oldLine}>{oldLine}</td><td className="ph-diff__num ph-diff__num--new" data-new={newLine}>{newLine}</td></>;
}

/** The sign of a row that the viewer drew, as its gutter says. */
function signOf(row: ReactElement): RowSign {
  const gutter = find(row);
  return gutter && signOfGutter(gutter);
}

function find(node: ReactNode): GutterProps | undefined {
  if (Array.isArray(node)) {
    for (const child of node) {
      const found = find(child as ReactNode); // children of an element
      if (found) return found;
    }
    return undefined;
  }
  if (!isValidElement<{ readonly children?: ReactNode }>(node)) return undefined;
  return node.type === Gutter ? node.props as GutterProps : find(node.props.children); // the props of a gutter, because it is one
}

/** Takes the looks that other viewers of the diff have made. */
class StyledViewer extends ReactDiffViewer {
  static override contextType: Context<ViewerStyles | undefined> = ViewerStylesContext;
  constructor(props: ReactDiffViewerProps, shared: ViewerStyles | undefined) {
    super(props);
    if (!shared) return;
    // The viewer keeps this function to itself; each would put style sheets of its own into the page.
    Object.assign(this, { computeStyles: (overrides: typeof styles, dark: boolean, nonce: string) => {
      const known = shared.get(nonce) ?? computeStyles(overrides, dark, nonce);
      shared.set(nonce, known);
      return known;
    } });
  }
}

/** The viewer draws old and new lines in turns; people read a block of old lines, then a block of new ones. */
class UnifiedViewer extends StyledViewer {
  constructor(props: ReactDiffViewerProps, shared: ViewerStyles | undefined) {
    super(props, shared);
    const draw = this.render;
    this.render = () => groupRows(draw(), signOf) as ReactElement; // an element comes back as an element
  }
}
