/** How changes are shown; kept while other tabs are open. */
export interface DiffView {
  /** Only what the step at the playhead did, or each file with all its changes so far. */
  readonly scope: 'step' | 'file';
  readonly split: boolean;
  /** The file to bring into view; a new object asks again. */
  readonly target?: { readonly path: string } | undefined;
  /** The file whose history is shown in place of the changes. */
  readonly history?: string | undefined;
}

/** What changes it. */
export interface DiffViewActions {
  setScope(scope: DiffView['scope']): void;
  setSplit(split: boolean): void;
  /** Shows a file with all its changes so far. */
  open(path: string): void;
  /** Shows the history of a file; `undefined` goes back to the changes, to the file that was shown. */
  setHistory(path: string | undefined): void;
}

/** How changes are shown at first. */
export const FIRST_DIFF_VIEW: DiffView = { scope: 'step', split: false };
