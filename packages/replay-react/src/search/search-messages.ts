/** Words of search events. */
export interface SearchMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const searchMessages: SearchMessages = {
  label: 'Search events',
};
