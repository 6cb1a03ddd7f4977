/** Words of events. */
export interface EventsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const eventsMessages: EventsMessages = {
  label: 'Events',
};
