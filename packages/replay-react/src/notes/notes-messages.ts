import type { ReviewVerdict } from '@playhead/protocol';

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
  /** What reviewers write beside the recording. */
  readonly review: string;
  readonly verdict: string;
  readonly verdicts: Readonly<Record<ReviewVerdict, string>>;
  /** Why, beside an own verdict. */
  readonly verdictReason: string;
  readonly otherVerdicts: string;
  /** What the session came to. The words for outcomes are those of the header. */
  readonly outcome: string;
  /** The choice to say nothing of it: it is what the recording says, */
  readonly asRecorded: string;
  /** in these words, */
  readonly asRecordedWith: (outcome: string) => string;
  /** or what the verdicts come to. */
  readonly byVerdict: (outcome: string) => string;
  readonly outcomeReason: string;
  readonly filesViewed: (viewed: string, of: string, count: number) => string;
  readonly rateTurn: string;
  readonly thisTurn: string;
  readonly export: string;
  readonly markdown: string;
  readonly json: string;
  readonly tags: string;
  readonly addTag: string;
  readonly removeTag: (tag: string) => string;
  readonly flag: string;
  readonly flagged: string;
  readonly agent: string;
  /** From whom and where it came; `file` may be missing. */
  readonly importedBy: (by: string, file: string | undefined) => string;
  /** A note on the event at the playhead. */
  readonly noteHere: (what: string) => string;
  readonly noteOnLine: (line: number, text: string) => string;
  readonly addOnLine: (line: number) => string;
  readonly addToLines: string;
  readonly lineUp: string;
  readonly lineDown: string;
  readonly addNote: string;
  readonly write: string;
  readonly save: string;
  readonly saveKeys: string;
  /** Instead of the keys, while a note is longer than one may be. */
  readonly tooLong: (characters: string, count: number) => string;
  readonly cancel: string;
  readonly reply: string;
  readonly answerTo: (anchor: string) => string;
  readonly resolve: string;
  readonly reopen: string;
  readonly edit: string;
  readonly editing: string;
  readonly edited: string;
  readonly remove: string;
  /** After a note was deleted, beside the button that brings it back. */
  readonly removed: string;
  readonly undo: string;
  /** Draws so many more of a long list. */
  readonly more: (count: number) => string;
  readonly fold: string;
  readonly unfold: string;
  readonly notes: (count: number) => string;
  readonly threadOn: (anchor: string) => string;
  readonly outdated: string;
  readonly outdatedWhy: string;
  readonly moved: string;
  readonly movedWhy: string;
  /** What a note is about, where it has no name of its own. */
  readonly session: string;
  readonly turn: string;
  readonly turnOf: (prompt: string) => string;
  readonly event: string;
  /** An event by what its line says. */
  readonly eventOf: (title: string) => string;
  readonly range: string;
  readonly rangeOf: (from: string, to: string) => string;
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
  review: 'Review',
  verdict: 'Your verdict',
  verdicts: { approved: 'Approve', 'changes-requested': 'Request changes', rejected: 'Reject' },
  verdictReason: 'Why this verdict?',
  otherVerdicts: 'Verdicts of others',
  outcome: 'Outcome',
  asRecorded: 'As recorded',
  asRecordedWith: (outcome) => `As recorded: ${outcome}`,
  byVerdict: (outcome) => `By verdict: ${outcome}`,
  outcomeReason: 'Why?',
  filesViewed: (viewed, of, count) => `${viewed} of ${of} file${count === 1 ? '' : 's'} viewed`,
  rateTurn: 'Rate this turn',
  thisTurn: 'This turn',
  export: 'Export',
  markdown: 'Markdown',
  json: 'JSON',
  tags: 'Tags',
  addTag: 'Add tag',
  removeTag: (tag) => `Remove tag ${tag}`,
  flag: 'Flag',
  flagged: 'Flagged',
  agent: 'Agent',
  importedBy: (by, file) => `Imported by ${by}${file === undefined ? '' : ` from ${file}`}`,
  noteHere: (what) => `Note on ${what}`,
  noteOnLine: (line, text) => `Note on line ${line}: ${text}`,
  addOnLine: (line) => `Add a note on line ${line}`,
  addToLines: 'Add a note on a line',
  lineUp: 'Line above',
  lineDown: 'Line below',
  addNote: 'Add note',
  write: 'Write a note',
  save: 'Save',
  saveKeys: 'Ctrl+Enter',
  tooLong: (characters, count) => `${characters} ${count === 1 ? 'character' : 'characters'} too many`,
  cancel: 'Cancel',
  reply: 'Reply',
  answerTo: (anchor) => `Reply to the note on ${anchor}`,
  resolve: 'Resolve',
  reopen: 'Reopen',
  edit: 'Edit',
  editing: 'Change the note',
  edited: 'edited',
  remove: 'Delete',
  removed: 'Note deleted.',
  undo: 'Undo',
  more: (count) => `Show ${count} more`,
  fold: 'Hide resolved notes',
  unfold: 'Show resolved notes',
  notes: (count) => `${count} note${count === 1 ? '' : 's'}`,
  threadOn: (anchor) => `Notes on ${anchor}`,
  outdated: 'Outdated',
  outdatedWhy: 'The session no longer has what this is about.',
  moved: 'Moved',
  movedWhy: 'The line stands elsewhere now.',
  session: 'the session',
  turn: 'a turn',
  turnOf: (prompt) => `turn “${prompt}”`,
  event: 'an event',
  eventOf: (title) => title,
  range: 'a stretch of time',
  rangeOf: (from, to) => `${from} to ${to}`,
};
