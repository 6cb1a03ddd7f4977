/** What a key can ask of a replay. Those of later features and of the host go to `onAction`. */
export type ReplayCommand =
  | 'play-pause' | 'previous-moment' | 'next-moment' | 'previous-snapshot' | 'next-snapshot'
  | 'back' | 'forward' | 'back-event' | 'forward-event' | 'back-far' | 'forward-far'
  | 'previous-row' | 'next-row' | 'previous-turn' | 'next-turn' | 'previous-agent' | 'next-agent' | 'previous-error' | 'next-error'
  | 'inspect-snapshot' | 'intervene' | 'leave' | 'close' | 'start' | 'end' | 'live' | 'previous-frame' | 'next-frame' | 'slower' | 'faster'
  | 'search' | 'focus' | 'note' | 'rate-good' | 'rate-wrong' | 'export-review' | 'needs-review' | 'viewed' | 'copy-link'
  | 'tab-1' | 'tab-2' | 'tab-3' | 'tab-4' | 'tab-5' | 'tab-6' | 'tab-7' | 'shortcuts';

/**
 * Which keys ask for what. A key is the value of `KeyboardEvent.key`, with `Shift+` or `Alt+` before a key that is no
 * character, such as `Shift+ArrowLeft`; a character carries its own Shift.
 */
export type KeyMap = Readonly<Record<ReplayCommand, readonly string[]>>;

/** The keys of a replay. */
export const defaultKeyMap: KeyMap = {
  'play-pause': [' '],
  'previous-moment': ['['], 'next-moment': [']'],
  'previous-snapshot': ['{'], 'next-snapshot': ['}'],
  back: ['ArrowLeft'], forward: ['ArrowRight'],
  'back-event': ['Shift+ArrowLeft'], 'forward-event': ['Shift+ArrowRight'],
  'back-far': ['Alt+ArrowLeft'], 'forward-far': ['Alt+ArrowRight'],
  'previous-row': ['ArrowUp'], 'next-row': ['ArrowDown'],
  'previous-turn': ['k'], 'next-turn': ['j'],
  'previous-agent': ['h'], 'next-agent': ['l'],
  'previous-error': ['N'], 'next-error': ['n'],
  'inspect-snapshot': ['s'], intervene: ['i'], leave: ['q'], close: ['Escape'],
  start: ['Home'], end: ['End'], live: ['L'],
  'previous-frame': [','], 'next-frame': ['.'],
  slower: ['<'], faster: ['>'],
  search: ['/'], focus: ['f'], note: ['m'], 'rate-good': ['+'], 'rate-wrong': ['-'], 'export-review': ['e'], 'needs-review': ['r'], viewed: ['v'], 'copy-link': ['y'],
  'tab-1': ['1'], 'tab-2': ['2'], 'tab-3': ['3'], 'tab-4': ['4'], 'tab-5': ['5'], 'tab-6': ['6'], 'tab-7': ['7'],
  shortcuts: ['?'],
};

/** The name of a pressed key as a {@link KeyMap} writes it. */
export function keyName({ key, shiftKey, altKey }: { readonly key: string; readonly shiftKey: boolean; readonly altKey: boolean }): string {
  const character = [...key].length === 1;
  return `${altKey ? 'Alt+' : ''}${shiftKey && !character ? 'Shift+' : ''}${key}`;
}

/** What a pressed key asks for; `undefined` when nothing. */
export function commandOf(keyMap: KeyMap, pressed: string): ReplayCommand | undefined {
  return (Object.keys(keyMap) as ReplayCommand[]).find((command) => keyMap[command].includes(pressed)); // the keys of a key map are commands
}
