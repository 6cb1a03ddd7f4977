/** Words of diff. */
export interface DiffMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const diffMessages: DiffMessages = {
  label: 'Diff',
};
