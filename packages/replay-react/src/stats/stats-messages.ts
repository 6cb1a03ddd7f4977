/** Words of statistics. */
export interface StatsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const statsMessages: StatsMessages = {
  label: 'Statistics',
};
