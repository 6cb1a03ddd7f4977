/** Words of raw. */
export interface RawMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly noneTitle: string;
  readonly none: string;
  readonly record: (place: number, of: number) => string;
  readonly records: string;
  readonly previous: string;
  readonly next: string;
  readonly copy: string;
  readonly copied: string;
  readonly showMore: (size: string) => string;
  readonly large: (size: string) => string;
  readonly load: string;
  readonly loading: string;
  readonly failed: string;
  /** What assistive technology calls a recorded picture. */
  readonly picture: (size: string) => string;
  readonly notDrawn: string;
}

/** The English words. */
export const rawMessages: RawMessages = {
  label: 'Record',
  noneTitle: 'Nothing selected',
  none: 'Select an event to see its records.',
  record: (place, of) => `Record ${place} of ${of}`,
  records: 'Records of the step',
  previous: 'Previous record',
  next: 'Next record',
  copy: 'Copy record',
  copied: 'Copied the record',
  showMore: (size) => `Show more, ${size} left`,
  large: (size) => `${size} kept beside the recording`,
  load: 'Load',
  loading: 'Loading',
  failed: 'It could not be loaded. Try again.',
  picture: (size) => `Recorded picture, ${size}`,
  notDrawn: 'This picture is damaged and cannot be drawn.',
};
