/** Words of sessions. */
export interface SessionListMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const sessionListMessages: SessionListMessages = {
  label: 'Sessions',
};
