/** Words of outline. */
export interface OutlineMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly empty: string;
  readonly beforeFirstPrompt: string;
  /** A turn that goes on in another chapter. */
  readonly continued: (title: string) => string;
  readonly readFiles: (count: number, written: string) => string;
  readonly failed: string;
  readonly denied: string;
  readonly interrupted: string;
  readonly running: string;
  readonly testsFailed: (count: number, written: string) => string;
  readonly testsPassed: (count: number, written: string) => string;
  readonly needsReview: string;
  /** What assistive technology calls the controls below the outline. */
  readonly edit: string;
  readonly chapter: string;
  readonly moment: string;
  readonly addChapter: string;
  readonly addMoment: string;
  readonly addAt: (kind: string, event: string) => string;
  readonly add: string;
  readonly title: string;
  readonly rename: (title: string) => string;
  readonly move: (title: string) => string;
  readonly moveTo: (title: string, event: string) => string;
  readonly moveHere: string;
  readonly remove: (title: string) => string;
  readonly restore: (title: string) => string;
  readonly save: string;
  readonly cancel: string;
  readonly undo: string;
  readonly removed: (title: string) => string;
  readonly added: (title: string) => string;
  readonly renamed: (title: string) => string;
  readonly moved: (title: string, event: string) => string;
  readonly restored: (title: string) => string;
  /** The moment before anything happened. */
  readonly beginning: string;
  /** Which keys change the line that has the focus. */
  readonly keys: string;
}

/** The English words. */
export const outlineMessages: OutlineMessages = {
  label: 'Outline',
  empty: 'Chapters and turns appear here as the agent works.',
  beforeFirstPrompt: 'Before the first prompt',
  continued: (title) => `${title}, continued`,
  readFiles: (count, written) => `Read ${written} ${count === 1 ? 'file' : 'files'}`,
  failed: 'Failed',
  denied: 'Denied',
  interrupted: 'Interrupted',
  running: 'Running',
  testsFailed: (_count, written) => `${written} failed`,
  testsPassed: (_count, written) => `${written} passed`,
  needsReview: 'Needs review',
  edit: 'Edit chapters and moments',
  chapter: 'Chapter',
  moment: 'Moment',
  addChapter: 'Add a chapter at the playhead',
  addMoment: 'Add a moment at the playhead',
  addAt: (kind, event) => `${kind} at ${event}`,
  add: 'Add',
  title: 'Title',
  rename: (title) => `Rename ${title}`,
  move: (title) => `Move ${title}`,
  moveTo: (title, event) => `Move ${title} to ${event}`,
  moveHere: 'Move here',
  remove: (title) => `Remove ${title}`,
  restore: (title) => `Restore ${title} as recorded`,
  save: 'Save',
  cancel: 'Cancel',
  undo: 'Undo',
  removed: (title) => `Removed ${title}`,
  added: (title) => `Added ${title}`,
  renamed: (title) => `Renamed to ${title}`,
  moved: (title, event) => `Moved ${title} to ${event}`,
  restored: (title) => `Restored ${title}`,
  beginning: 'the beginning',
  keys: 'F2 renames the focused chapter or moment, Alt with ↑ or ↓ moves it by a step, Delete removes it.',
};
