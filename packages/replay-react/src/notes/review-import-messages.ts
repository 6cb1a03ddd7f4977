/** Words of adding what another person's exported review says. */
export interface ReviewImportMessages {
  readonly import: string;
  readonly about: string;
  /** While a file is over the notes. */
  readonly drop: string;
  readonly reading: string;
  readonly added: (added: number, known: number) => string;
  /** What each of the sentences below begins with. */
  readonly failed: string;
  readonly tooLarge: (most: string) => string;
  readonly unreadable: string;
  readonly noReview: string;
  readonly otherSession: (theirs: string, ours: string) => string;
  /** A session by its name and its id. */
  readonly session: (name: string, id: string) => string;
  readonly tooMany: (count: string, most: string) => string;
  readonly fromTheFuture: string;
}

/** The English words. */
export const reviewImportMessages: ReviewImportMessages = {
  import: 'Import review…',
  about: 'Add what another person’s review says: the file that Export, JSON wrote',
  drop: 'Drop the review to add what it says.',
  reading: 'Reading the review…',
  added: (added, known) => (added === 0 ? 'Nothing new: all that this review says is here already.' : `${added} ${added === 1 ? 'entry' : 'entries'} added${known > 0 ? `, ${known} here already` : ''}.`),
  failed: 'Nothing was added.',
  tooLarge: (most) => `The file is larger than ${most}, which no review of one session is. Choose the file that Export, JSON wrote.`,
  unreadable: 'The browser cannot read the file. Choose it again.',
  noReview: 'The file is no review of a version that is known here. Choose the file that Export, JSON wrote.',
  otherSession: (theirs, ours) => `The review is about another session: ${theirs}, and this one is ${ours}. Open that session and import it there.`,
  session: (name, id) => (name === '' ? id : `“${name}” (${id})`),
  tooMany: (count, most) => `The file says ${count} things, and at most ${most} are taken from one file. Add it with playhead sessions review --add.`,
  fromTheFuture: 'Something in the file says that it was written later than now, so it would stay the last word whatever anybody says. Check the clock of this machine, or ask who wrote it.',
};
