import type { Terminal } from '@xterm/xterm';

/** Smaller letters cannot be read: the terminal scrolls instead. */
const SMALLEST = 8;
const LARGEST = 18;
const STEP = 0.25;

/** Keeps letters as large as a terminal's element has room for. */
export interface FontFit {
  now(): void;
  stop(): void;
}

/**
 * Draws a terminal of a fixed number of columns and rows as large as fits into the parent of its element. Letters change their size, not
 * pictures of them: they stay sharp, and a selection is where the pointer is.
 */
export function fitFont(terminal: Terminal, element: HTMLElement): FontFit {
  const room = element.parentElement ?? element;
  const screen = element.querySelector<HTMLElement>('.xterm-screen');
  const fit = (): void => {
    if (!screen || room.clientWidth === 0 || room.clientHeight === 0) return;
    const overflow = (): number => Math.min(widthIn(room) / (screen.offsetWidth || 1), heightIn(room) / (screen.offsetHeight || 1));
    const size = terminal.options.fontSize ?? SMALLEST;
    let next = Math.min(LARGEST, Math.max(SMALLEST, Math.floor((size * overflow()) / STEP) * STEP));
    if (next === size) return;
    // Cells are whole pixels high: the last step is tried out.
    for (let tries = 0; tries < 6; tries += 1, next -= STEP) {
      terminal.options.fontSize = next;
      if (next <= SMALLEST || overflow() >= 1) break;
    }
  };
  let frame = 0;
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(fit); // what it changes is observed too
  });
  observer.observe(room);
  if (screen) observer.observe(screen);
  fit();
  return { now: fit, stop: () => { observer.disconnect(); cancelAnimationFrame(frame); } };
}

function widthIn(room: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(room);
  return room.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}

function heightIn(room: HTMLElement): number {
  const { paddingTop, paddingBottom } = getComputedStyle(room);
  return room.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
}
