import { keysOn, replayKeys, type ReplayCommand, type TerminalOnlyCommand } from '@playhead/replay-core';
import type { Overlay } from './overlay.ts';

/** What a key of a replay in a terminal can ask for. */
export type TerminalCommand = ReplayCommand | TerminalOnlyCommand;

/** What each row of the help says, and the commands of which it shows the keys. */
export const helpRows: readonly (readonly [about: string, ...commands: readonly TerminalCommand[]])[] = [
  ['play, pause', 'play-pause'],
  ['5 s back, forward', 'back', 'forward'],
  ['1 s back, forward', 'back-second', 'forward-second'],
  ['30 s back, forward', 'back-far', 'forward-far'],
  ['what changed the screen before, next', 'previous-frame', 'next-frame'],
  ['slower, faster: 0.25 to 16 times', 'slower', 'faster'],
  ['shorten idle time, or not', 'idle'],
  ['to 0 %, 10 % … 90 %', 'percent'],
  ['to the start, the end', 'start', 'end'],
  ['follow what is recorded', 'live'],
  ['go to a time, moment or event', 'go-to'],
  ['previous, next moment', 'previous-moment', 'next-moment'],
  ['previous, next snapshot', 'previous-snapshot', 'next-snapshot'],
  ['previous, next turn', 'previous-turn', 'next-turn'],
  ['previous, next error', 'previous-error', 'next-error'],
  ['search through time', 'search'],
  ['next, previous find', 'next-hit', 'previous-hit'],
  ['inspect the snapshot here', 'inspect-snapshot'],
  ['how to go on from here', 'intervene'],
  ['write a note', 'note'],
  ['mark this moment', 'mark'],
  ['next terminal, then the session as text', 'next-terminal'],
  ['scroll back, forth', 'page-up', 'page-down'],
  ['look around a larger screen', 'pan-left', 'pan-right', 'pan-up', 'pan-down'],
  ['close what is open, end a search', 'close'],
  ['draw the screen anew', 'redraw'],
  ['stop for the shell', 'suspend'],
  ['this help', 'shortcuts'],
  ['quit', 'leave'],
];

const SHORT: Readonly<Record<string, string>> = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Control: 'Ctrl', Escape: 'Esc' };
const ASCII: Readonly<Record<string, string>> = { ...SHORT, ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down' };

/** A key as people call it: `Shift+←`. */
export function keyLabel(key: string, unicode = true): string {
  const names = unicode ? SHORT : ASCII;
  return key === '+' ? key : key.split('+').map((part) => names[part] ?? part).join('+');
}

/** The keys of a row of the help. */
export function rowKeys(commands: readonly TerminalCommand[], unicode = true): string {
  const keys = commands.map((command) => replayKeys[command]['terminal-search'] ?? keysOn('terminal')[command] ?? []);
  if (commands[0] === 'percent') return `${keys[0]?.[0] ?? ''}-${keys[0]?.at(-1) ?? ''}`;
  const most = Math.max(0, ...keys.map(({ length }) => length));
  return Array.from({ length: most }, (_, place) => keys.flatMap((some) => (some[place] === undefined ? [] : [keyLabel(some[place], unicode)])).join(' ')).join(', ');
}

/** The help: every key of the key map that counts in a terminal. */
export function helpOverlay(unicode: boolean): Overlay {
  const rows = helpRows.map(([about, ...commands]) => [rowKeys(commands, unicode), about] as const);
  const width = Math.max(...rows.map(([keys]) => keys.length));
  return { title: 'Keys', lines: rows.map(([keys, about]) => `${keys.padEnd(width)}  ${unicode ? about : about.replace('…', '...')}`) };
}
