import type { Terminal } from '@xterm/xterm';

/** What makes a terminal report the mouse and the focus, which nobody hears here. */
const MOUSE: ReadonlySet<number> = new Set([9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016]);

/** Leaves mouse modes off, so that text can be selected and the wheel scrolls whatever the program asked for. */
export function deadMouse(terminal: Terminal): void {
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => modes.every((mode) => MOUSE.has(Number(mode))));
}
