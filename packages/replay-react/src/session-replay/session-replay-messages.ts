/** Words of the whole replay. */
export interface SessionReplayMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const sessionReplayMessages: SessionReplayMessages = {
  label: 'Session replay',
};
