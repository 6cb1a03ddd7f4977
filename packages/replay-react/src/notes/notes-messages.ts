/** Words of notes. */
export interface NotesMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly noneTitle: string;
  readonly none: string;
  /** Says how to add one; only where the host allows it. */
  readonly add: (key: string) => string;
  readonly at: (time: string) => string;
  readonly needsReview: string;
  readonly resolved: string;
  readonly good: string;
  readonly wrong: string;
  readonly someone: string;
  readonly goTo: (anchor: string, time: string) => string;
}

/** The English words. */
export const notesMessages: NotesMessages = {
  label: 'Notes',
  noneTitle: 'No notes yet',
  none: 'Notes on moments of the session appear here.',
  add: (key) => `Press ${key} to add a note at the playhead.`,
  at: (time) => `at ${time}`,
  needsReview: 'Needs review',
  resolved: 'Resolved',
  good: 'Good',
  wrong: 'Wrong',
  someone: 'Unknown author',
  goTo: (anchor, time) => `Go to ${anchor} at ${time}`,
};
