/** Words of filter events. */
export interface FiltersMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const filtersMessages: FiltersMessages = {
  label: 'Filter events',
};
