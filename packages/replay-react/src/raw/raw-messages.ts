/** Words of raw. */
export interface RawMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const rawMessages: RawMessages = {
  label: 'Raw',
};
