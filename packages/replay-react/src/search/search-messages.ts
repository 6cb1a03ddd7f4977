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
  /** What assistive technology calls how far a search is. */
  readonly progress: string;
  /** Said once a search takes longer. */
  readonly searching: string;
  /** Where a search stands that has not looked at everything; `share` such as `40%`, where it is known. */
  readonly soFar: (count: string, share: string | undefined) => string;
  /** What a search found that could not be ended. */
  readonly stopped: (count: string) => string;
  readonly again: string;
}

/** The English words. */
export const searchMessages: SearchMessages = {
  label: 'Search events',
  placeholder: 'Search events',
  previous: 'Previous hit',
  next: 'Next hit',
  clear: 'Clear search',
  count: (place, hits) => (hits === 0 ? 'No hits' : place === undefined ? `${hits} ${hits === 1 ? 'hit' : 'hits'}` : `${place} of ${hits}`),
  progress: 'Search progress',
  searching: 'Searching…',
  soFar: (count, share) => `${count} so far${share === undefined ? '' : `, ${share}`}`,
  stopped: (count) => `${count}, not everything searched`,
  again: 'Search again',
};
