/** Words of session. */
export interface HeaderMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const headerMessages: HeaderMessages = {
  label: 'Session',
};
