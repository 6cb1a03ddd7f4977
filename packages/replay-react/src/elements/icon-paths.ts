const RING = 'M2.5 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0';

/** The outline of an icon of one part, see `part-icons.ts`. */
export type IconPath = `M${string}`;

/** Names of the icons that several parts draw. */
export type SharedIconName =
  | 'play' | 'pause' | 'prev' | 'next' | 'chev-d' | 'chev-u' | 'x' | 'error' | 'pass' | 'skip' | 'alert' | 'denied' | 'command'
  | 'read' | 'edit' | 'test' | 'mcp' | 'skill' | 'subagent' | 'prompt' | 'assistant' | 'checkpoint' | 'clock' | 'folder'
  | 'task' | 'search' | 'spin' | 'end' | 'list' | 'session' | 'tool' | 'copy' | 'chev-r' | 'filter' | 'flag' | 'check' | 'lock'
  | 'write' | 'keyboard';

/** An icon: one that several parts draw, by its name, or the outline of another. */
export type IconName = SharedIconName | IconPath;

/** Paths on a grid of 16 px, drawn with a round stroke of 1.5 px. */
export const iconPaths: Readonly<Record<SharedIconName, string>> = {
  play: 'M5.5 3.6v8.8L12.4 8z',
  pause: 'M4.7 3.5h2v9h-2zM9.3 3.5h2v9h-2z',
  prev: 'M12 4v8L6 8zM4 4v8',
  next: 'M4 4v8l6-4zM12 4v8',
  'chev-d': 'm4 6 4 4 4-4',
  'chev-u': 'm4 10 4-4 4 4',
  x: 'm4 4 8 8M12 4l-8 8',
  error: `${RING}m3.5-2 4 4m0-4-4 4`,
  pass: `${RING}m3.1.2 1.7 1.7 3.1-3.7`,
  skip: `${RING}m3 0h5`,
  alert: 'M8 2.7 14 13H2zM8 6.5v3M8 11.4v.1',
  denied: `${RING}M4.2 4.2l7.6 7.6`,
  command: 'm3 5 3 3-3 3M8.5 11.5H13',
  read: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3M6.2 8.5h3.6M6.2 11h3.6',
  edit: 'm3 13 .6-2.8L10.8 3l2.2 2.2-7.2 7.2zM9.3 4.5l2.2 2.2',
  test: 'M6 2.5h4M6.7 2.5v4L3.4 12.3a.8.8 0 0 0 .7 1.2h7.8a.8.8 0 0 0 .7-1.2L9.3 6.5v-4M5 10h6',
  mcp: 'M6 2.5v3M10 2.5v3M4 5.5h8v2.5a4 4 0 0 1-8 0zM8 12v2',
  skill: 'M3 3.5c2-.8 3.8-.5 5 .6 1.2-1.1 3-1.4 5-.6v9c-2-.8-3.8-.5-5 .6-1.2-1.1-3-1.4-5-.6zM8 4.1v9',
  subagent: 'M3 4a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M10 12a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M10 6a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M4.5 5.5V12H10M4.5 8c0-2.5 3-2 5.5-2',
  prompt: 'M5.5 5.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M3.5 13.5c.3-2.6 2.1-4 4.5-4s4.2 1.4 4.5 4',
  assistant: 'M8 2.5c.3 3.5 2 5.2 5.5 5.5C10 8.3 8.3 10 8 13.5 7.7 10 6 8.3 2.5 8 6 7.7 7.7 6 8 2.5z',
  checkpoint: 'm8 2.5 5.5 5.5L8 13.5 2.5 8z',
  clock: `${RING}M8 5v3l2 1.5`,
  folder: 'M2.5 4h4l1.3 1.5h5.7V12.5h-11z',
  task: 'M5 3h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM5.7 8.1l1.6 1.6 3-3.4',
  search: 'M3 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0M10 10l3.5 3.5',
  spin: 'M8 2.5A5.5 5.5 0 1 1 2.5 8',
  end: 'M3 8h7M7 4.5 10.5 8 7 11.5M13 3.5v9',
  list: 'M6 4h7.5M6 8h7.5M6 12h7.5M2.7 4v.1M2.7 8v.1M2.7 12v.1',
  session: `${RING}M8 7.5v3.2M8 5.3v.1`,
  tool: 'M10.5 2.7a3.2 3.2 0 0 0-4 4L2.7 10.5a1.6 1.6 0 0 0 2.3 2.3l3.8-3.8a3.2 3.2 0 0 0 4-4L10.9 7 9 5.1z',
  copy: 'M5.5 5.5H13v8H5.5zM10.5 5.5v-3H3v8h2.5',
  'chev-r': 'm6 4 4 4-4 4',
  filter: 'M2.5 4.5h11M4.5 8h7M6.5 11.5h3',
  flag: 'M4 14V2.5M4 3h8l-2 2.75L12 8.5H4',
  check: 'm3.5 8.5 3 3 6-7',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  write: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3M8 8v4M6 10h4',
  keyboard: 'M2 4h12v8h-12zM4.5 6.7v.1M7 6.7v.1M9.3 6.7v.1M11.6 6.7v.1M5.5 9.5h5',
};
