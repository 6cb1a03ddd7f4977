/** Words of inspector. */
export interface InspectorMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const inspectorMessages: InspectorMessages = {
  label: 'Inspector',
};
