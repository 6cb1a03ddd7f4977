/** Words of terminal. */
export interface TerminalMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const terminalMessages: TerminalMessages = {
  label: 'Terminal',
};
