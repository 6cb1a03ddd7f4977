/** Words of notes. */
export interface NotesMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const notesMessages: NotesMessages = {
  label: 'Notes',
};
