/** Words of keyboard shortcuts. */
export interface ShortcutsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly close: string;
  readonly singleKeys: string;
  /** The host keeps all keys for itself. */
  readonly off: string;
  readonly playback: string;
  readonly move: string;
  readonly review: string;
  readonly view: string;
  readonly playPause: string;
  readonly backForward: string;
  readonly backForwardFar: string;
  readonly backForwardEvent: string;
  readonly frames: string;
  readonly speed: string;
  readonly startEnd: string;
  readonly live: string;
  readonly moments: string;
  readonly snapshots: string;
  readonly turns: string;
  readonly agents: string;
  readonly errors: string;
  readonly rows: string;
  readonly focus: string;
  readonly inspectSnapshot: string;
  readonly note: string;
  readonly rateTurn: string;
  readonly exportReview: string;
  readonly needsReview: string;
  readonly viewed: string;
  readonly search: string;
  readonly tabs: string;
  readonly copyLink: string;
  readonly intervene: string;
  readonly leave: string;
  readonly closeLayer: string;
  readonly shortcuts: string;
  /** Names of keys that are no character, as they stand on the key. */
  readonly keys: Readonly<Record<string, string>>;
}

/** The English words. */
export const shortcutsMessages: ShortcutsMessages = {
  label: 'Keyboard shortcuts',
  close: 'Close',
  singleKeys: 'Single-key shortcuts',
  off: 'Off on this page',
  playback: 'Playback',
  move: 'Move',
  review: 'Review',
  view: 'View',
  playPause: 'Play or pause',
  backForward: 'Back or forward 5 s',
  backForwardFar: 'Back or forward 30 s',
  backForwardEvent: 'Back or forward one event',
  frames: 'Previous or next output',
  speed: 'Slower or faster',
  startEnd: 'Start or end',
  live: 'Jump to live',
  moments: 'Previous or next moment',
  snapshots: 'Previous or next checkpoint',
  turns: 'Previous or next turn',
  agents: 'Previous or next agent',
  errors: 'Previous or next error or result',
  rows: 'Previous or next row',
  focus: 'Go to the current row',
  inspectSnapshot: 'Inspect the snapshot here',
  note: 'Add a note here',
  rateTurn: 'Turn was good or wrong',
  exportReview: 'Export the review',
  needsReview: 'Needs review',
  viewed: 'Mark as viewed',
  search: 'Search',
  tabs: 'Switch tab',
  copyLink: 'Copy link to this moment',
  intervene: 'Branch from here',
  leave: 'Leave the replay',
  closeLayer: 'Close, clear range or search',
  shortcuts: 'Keyboard shortcuts',
  keys: { ' ': 'Space', Escape: 'Esc', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Shift: 'Shift', Alt: 'Alt', Home: 'Home', End: 'End' },
};
