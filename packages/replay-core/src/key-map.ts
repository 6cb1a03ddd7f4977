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

/** What a key can ask of a replay in a terminal, and of no page. */
export type TerminalOnlyCommand =
  | 'back-second' | 'forward-second' | 'percent' | 'go-to' | 'mark' | 'next-hit' | 'previous-hit' | 'idle' | 'next-terminal'
  | 'page-up' | 'page-down' | 'pan-left' | 'pan-right' | 'pan-up' | 'pan-down' | 'suspend' | 'redraw';

/** Where a key is pressed: in a page, in a terminal, or in a terminal while something is searched for, where its keys come before all others. */
export type KeySurface = 'page' | 'terminal' | 'terminal-search';

/** The keys of a command, by where they are pressed. */
export type CommandKeys = Readonly<Partial<Record<KeySurface, readonly string[]>>>;

/** Every key of a replay, once: what pages and terminals go by, what their help shows, and what the guide lists. */
export const replayKeys: Readonly<Record<ReplayCommand | TerminalOnlyCommand, CommandKeys>> = {
  'play-pause': both(' '),
  'previous-moment': both('['), 'next-moment': both(']'),
  'previous-snapshot': both('{'), 'next-snapshot': both('}'),
  back: both('ArrowLeft'), forward: both('ArrowRight'),
  'back-second': { terminal: ['Shift+ArrowLeft'] }, 'forward-second': { terminal: ['Shift+ArrowRight'] },
  'back-event': { page: ['Shift+ArrowLeft'] }, 'forward-event': { page: ['Shift+ArrowRight'] },
  'back-far': both('Alt+ArrowLeft'), 'forward-far': both('Alt+ArrowRight'),
  'previous-row': { page: ['ArrowUp'] }, 'next-row': { page: ['ArrowDown'] },
  'previous-turn': both('k'), 'next-turn': both('j'),
  'previous-agent': { page: ['h'] }, 'next-agent': { page: ['l'] },
  'previous-error': { page: ['N'], terminal: ['E'] }, 'next-error': { page: ['n'], terminal: ['e'] },
  'inspect-snapshot': both('s'), intervene: both('i'),
  leave: { page: ['q'], terminal: ['q', 'Control+c'] }, close: both('Escape'),
  start: both('Home'), end: both('End'), live: both('L'),
  percent: { terminal: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  'previous-frame': both(','), 'next-frame': both('.'),
  slower: { page: ['<'], terminal: ['ArrowDown', '<'] }, faster: { page: ['>'], terminal: ['ArrowUp', '>'] },
  idle: { terminal: ['c'] },
  search: both('/'), 'next-hit': { 'terminal-search': ['n'] }, 'previous-hit': { 'terminal-search': ['N'] },
  'go-to': { terminal: ['g'] }, 'next-terminal': { terminal: ['t'] },
  'page-up': { terminal: ['PageUp'] }, 'page-down': { terminal: ['PageDown'] },
  'pan-left': { terminal: ['Control+ArrowLeft'] }, 'pan-right': { terminal: ['Control+ArrowRight'] },
  'pan-up': { terminal: ['Control+ArrowUp'] }, 'pan-down': { terminal: ['Control+ArrowDown'] },
  focus: { page: ['f'] },
  note: { page: ['m'], terminal: ['n'] }, mark: { terminal: ['m'] },
  'rate-good': { page: ['+'] }, 'rate-wrong': { page: ['-'] }, 'export-review': { page: ['e'] }, 'needs-review': { page: ['r'] }, viewed: { page: ['v'] }, 'copy-link': { page: ['y'] },
  'tab-1': { page: ['1'] }, 'tab-2': { page: ['2'] }, 'tab-3': { page: ['3'] }, 'tab-4': { page: ['4'] }, 'tab-5': { page: ['5'] }, 'tab-6': { page: ['6'] }, 'tab-7': { page: ['7'] },
  suspend: { terminal: ['Control+z'] }, redraw: { terminal: ['Control+l'] },
  shortcuts: both('?'),
};

/** The keys of a replay in a page: those of {@link replayKeys}. */
export const defaultKeyMap: KeyMap = keysOn('page') as KeyMap; // every command of a page has keys there

/**
 * The keys of {@link replayKeys} that count in one place, by command.
 *
 * @example
 * ```ts
 * commandOf(keysOn('terminal'), 'Shift+ArrowLeft'); // 'back-second'
 * ```
 */
export function keysOn(surface: KeySurface): Readonly<Partial<Record<keyof typeof replayKeys, readonly string[]>>> {
  return Object.fromEntries(Object.entries(replayKeys).flatMap(([command, { [surface]: keys }]) => (keys ? [[command, keys]] : [])));
}

function both(...keys: readonly string[]): CommandKeys {
  return { page: keys, terminal: keys };
}

/** The name of a pressed key as a {@link KeyMap} writes it. */
export function keyName({ key, shiftKey, altKey }: { readonly key: string; readonly shiftKey: boolean; readonly altKey: boolean }): string {
  const character = [...key].length === 1;
  return `${altKey ? 'Alt+' : ''}${shiftKey && !character ? 'Shift+' : ''}${key}`;
}

/** What a pressed key asks for; `undefined` when nothing. */
export function commandOf<Command extends string>(keyMap: Readonly<Partial<Record<Command, readonly string[]>>>, pressed: string): Command | undefined {
  return (Object.keys(keyMap) as Command[]).find((command) => keyMap[command]?.includes(pressed)); // the keys of a key map are commands
}
