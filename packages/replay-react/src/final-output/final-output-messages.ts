/** Words of output. */
export interface FinalOutputMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const finalOutputMessages: FinalOutputMessages = {
  label: 'Output',
};
