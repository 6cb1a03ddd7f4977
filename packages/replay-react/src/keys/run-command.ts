import type { ReplayCommand } from '@playhead/replay-core';
import type { Command, CommandContext } from './command-context.ts';
import { askHost, copyLink } from './commands/host.ts';
import { seekBy, stepEvents, stepRows, stepTo, stepToNotable } from './commands/move.ts';
import { changeSpeed, playPause, toEnd, toLive, toStart } from './commands/playback.ts';
import { exportReview, rate, writeNote } from './commands/review.ts';
import { close, focusRow, openReview, openTab, search, toggleShortcuts, toggleViewed } from './commands/view.ts';

const commands: Readonly<Record<ReplayCommand, Command>> = {
  'play-pause': playPause,
  'previous-moment': stepTo('moment', -1), 'next-moment': stepTo('moment', 1),
  'previous-snapshot': stepTo('snapshot', -1), 'next-snapshot': stepTo('snapshot', 1),
  back: seekBy(-5000), forward: seekBy(5000),
  'back-event': stepEvents(-1), 'forward-event': stepEvents(1),
  'back-far': seekBy(-30_000), 'forward-far': seekBy(30_000),
  'previous-row': stepRows(-1), 'next-row': stepRows(1),
  'previous-turn': stepTo('turn', -1), 'next-turn': stepTo('turn', 1),
  'previous-agent': stepTo('agent', -1), 'next-agent': stepTo('agent', 1),
  'previous-error': stepToNotable(-1), 'next-error': stepToNotable(1),
  'previous-frame': stepTo('frame', -1), 'next-frame': stepTo('frame', 1),
  start: toStart, end: toEnd, live: toLive,
  slower: changeSpeed(-1), faster: changeSpeed(1),
  search, focus: focusRow, shortcuts: toggleShortcuts, close,
  'tab-1': openTab(0), 'tab-2': openTab(1), 'tab-3': openTab(2), 'tab-4': openTab(3), 'tab-5': openTab(4), 'tab-6': openTab(5), 'tab-7': openTab(6),
  'copy-link': copyLink,
  'inspect-snapshot': askHost('inspect-snapshot'), intervene: askHost('intervene'), leave: askHost('leave'), note: writeNote, 'rate-good': rate('good'), 'rate-wrong': rate('wrong'), 'export-review': exportReview, 'needs-review': openReview,
  viewed: toggleViewed,
};

/** Does what a key or a button asks for. @returns Whether there was something to do. */
export function runCommand(command: ReplayCommand, context: CommandContext): boolean {
  return commands[command](context);
}
