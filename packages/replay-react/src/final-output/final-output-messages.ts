/** Words of the final output. */
export interface FinalOutputMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly live: string;
  readonly liveHint: string;
  readonly absent: string;
  readonly absentHint: string;
  readonly copy: string;
  readonly copied: string;
  readonly loading: string;
  readonly missing: string;
  readonly showAll: (size: string) => string;
}

/** The English words. */
export const finalOutputMessages: FinalOutputMessages = {
  label: 'Output',
  live: 'No answer yet',
  liveHint: "The agent's final answer appears here when the session ends.",
  absent: 'No final answer',
  absentHint: 'This session ended without one. What the agent said last is in the events.',
  copy: 'Copy answer',
  copied: 'Answer copied',
  loading: 'Loading the rest…',
  missing: 'The rest of the answer could not be loaded.',
  showAll: (size) => `Show all: ${size} more`,
};
