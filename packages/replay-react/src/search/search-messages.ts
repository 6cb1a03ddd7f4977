/** Words of search events. */
export interface SearchMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly placeholder: string;
  readonly previous: string;
  readonly next: string;
  readonly clear: string;
  /** Where the search stands, from 1, of how many hits; without a place when the playhead is on none. */
  readonly count: (place: number | undefined, hits: number) => string;
}

/** The English words. */
export const searchMessages: SearchMessages = {
  label: 'Search events',
  placeholder: 'Search events',
  previous: 'Previous hit',
  next: 'Next hit',
  clear: 'Clear search',
  count: (place, hits) => (hits === 0 ? 'No hits' : place === undefined ? `${hits} ${hits === 1 ? 'hit' : 'hits'}` : `${place} of ${hits}`),
};
