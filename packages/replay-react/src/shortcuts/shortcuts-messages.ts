/** Words of keyboard shortcuts. */
export interface ShortcutsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const shortcutsMessages: ShortcutsMessages = {
  label: 'Keyboard shortcuts',
};
