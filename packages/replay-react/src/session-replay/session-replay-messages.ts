/** Words of the whole replay. */
export interface SessionReplayMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  /** Names of the panes. */
  readonly events: string;
  readonly outline: string;
  readonly inspector: string;
  /** What assistive technology calls the tabs of a replay with one pane. */
  readonly panes: string;
  readonly openOutline: string;
  readonly closeOutline: string;
  /** How many marks ask for a review. */
  toReview(count: number, text: string): string;
  readonly loading: string;
  /** How much of a source has been read, of how much in all. */
  reading(share: string, size: string): string;
  readonly empty: string;
  readonly emptyLive: string;
  readonly emptyOver: string;
  /** Of a session whose content was removed. */
  readonly private: string;
  readonly privateText: string;
  readonly failed: string;
  readonly denied: string;
  readonly deniedText: string;
  readonly notFound: string;
  readonly notFoundText: string;
  readonly tryAgain: string;
  /** The beginning is there, the rest is not. */
  readonly incomplete: string;
  readonly connectionLost: string;
  /** Of a page without scripts. */
  readonly changes: string;
  readonly finalOutput: string;
  /** What is left out of a page without scripts. */
  more(count: number, text: string): string;
}

/** The English words. */
export const sessionReplayMessages: SessionReplayMessages = {
  label: 'Session replay',
  events: 'Events',
  outline: 'Outline',
  inspector: 'Inspector',
  panes: 'Panes',
  openOutline: 'Open outline',
  closeOutline: 'Close outline',
  toReview: (_count, text) => `${text} to review`,
  loading: 'Loading the session',
  reading: (share, size) => `Read ${share} of ${size}`,
  empty: 'No events yet',
  emptyLive: 'They appear here as the agent works.',
  emptyOver: 'The recording holds no events.',
  private: 'This session was made private',
  privateText: 'What was recorded was removed, and nothing more is kept.',
  failed: 'The session did not load',
  denied: 'You can’t open this session',
  deniedText: 'Ask its owner for access.',
  notFound: 'There is no such session',
  notFoundText: 'It was deleted, or the address is wrong.',
  tryAgain: 'Try again',
  incomplete: 'The rest of the session did not load.',
  connectionLost: 'Connection lost. Trying again.',
  changes: 'Changes',
  finalOutput: 'Final output',
  more: (_count, text) => `${text} more`,
};
