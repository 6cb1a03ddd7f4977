/** How changes are shown; kept while other tabs are open. */
export interface DiffView {
  /** Only what the step at the playhead did, or each file with all its changes so far. */
  readonly scope: 'step' | 'file';
  readonly split: boolean;
  /** The file to bring into view; a new object asks again. */
  readonly target?: { readonly path: string } | undefined;
}

/** What changes it. */
export interface DiffViewActions {
  setScope(scope: DiffView['scope']): void;
  setSplit(split: boolean): void;
  /** Shows a file with all its changes so far. */
  open(path: string): void;
}

/** How changes are shown at first. */
export const FIRST_DIFF_VIEW: DiffView = { scope: 'step', split: false };
