import type { Terminal } from '@xterm/xterm';

/** Who hears a terminal hears of a change so long after it, in milliseconds: who looks at it waits for no work of that. */
const LATER_MS = 250;

/**
 * Keeps what an opened terminal shows as text for assistive technology: a line for each row, read where it stands and not called out. The terminal's own way, `screenReaderMode`, tells
 * every character that is printed, and lays the whole page out for each row before any of them is painted.
 *
 * @returns Stops it.
 */
export function keepReadable(terminal: Terminal): () => void {
  const list = document.createElement('div');
  list.className = 'ph-term__read';
  list.setAttribute('role', 'list');
  terminal.element?.querySelector('.xterm-screen')?.append(list);
  const update = (): void => {
    timer = undefined;
    const { buffer: { active }, rows, options: { fontSize = 12 } } = terminal;
    while (list.childElementCount > rows) list.lastElementChild?.remove();
    while (list.childElementCount < rows) list.appendChild(document.createElement('div')).setAttribute('role', 'listitem');
    list.style.fontSize = `${fontSize}px`;
    for (const [row, item] of [...list.children].entries()) {
      const text = active.getLine(active.viewportY + row)?.translateToString(true) ?? '';
      if (item.textContent !== text) item.textContent = text;
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rendered = terminal.onRender(() => { timer ??= setTimeout(update, LATER_MS); });
  return () => {
    rendered.dispose();
    clearTimeout(timer);
  };
}
