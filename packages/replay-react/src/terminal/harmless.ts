import { limitRepetitions } from '@playhead/replay-core/terminal/limits';
import type { Terminal } from '@xterm/xterm';

/** A link. */
const OSC_LINK = 8;
/** Titles, icons, colour queries, working directory, links, notifications, colour resets, clipboard, shell marks. */
const DEAD_OSC = [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 50, 51, 52, 99, 104, 110, 111, 112, 133, 633, 777, 1337] as const;
const DEAD_CSI = [{ final: 'c' }, { prefix: '>', final: 'c' }, { prefix: '=', final: 'c' }, { final: 'n' }, { prefix: '?', final: 'n' }, { final: 't' }, { prefix: '>', final: 'q' }, { intermediates: '$', final: 'p' }, { prefix: '?', intermediates: '$', final: 'p' }] as const;

/**
 * Takes every way back from a terminal: it answers no query, changes no title, clipboard or colour of its own, and does nothing endlessly.
 *
 * @param options.links - Whether it may know where links lead, for somebody who asks. Default: it makes none.
 */
export function makeHarmless(terminal: Terminal, { links = false }: { readonly links?: boolean } = {}): void {
  for (const code of DEAD_OSC) if (code !== OSC_LINK || !links) terminal.parser.registerOscHandler(code, () => true);
  for (const id of DEAD_CSI) terminal.parser.registerCsiHandler(id, () => true);
  limitRepetitions(terminal);
  terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
}
