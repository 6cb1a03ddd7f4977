/** Words of timeline. */
export interface TimelineMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const timelineMessages: TimelineMessages = {
  label: 'Timeline',
};
