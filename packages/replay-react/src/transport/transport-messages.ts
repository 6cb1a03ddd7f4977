/** Words of playback. */
export interface TransportMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const transportMessages: TransportMessages = {
  label: 'Playback',
};
