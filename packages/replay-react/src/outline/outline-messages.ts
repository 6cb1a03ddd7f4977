/** Words of outline. */
export interface OutlineMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const outlineMessages: OutlineMessages = {
  label: 'Outline',
};
