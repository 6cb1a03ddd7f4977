/**
 * Puts the focus on the row of the feed at the playhead, once the feed has drawn it.
 *
 * @param root - The element of the replay.
 */
export function focusPlayheadRow(root: HTMLElement | null): void {
  if (!root) return;
  afterDrawing(() => {
    const feed = root.querySelector('[role=feed]');
    const row = feed?.querySelector<HTMLElement>('[aria-current=true]') ?? feed?.querySelector<HTMLElement>('[tabindex]');
    row?.focus({ preventScroll: true });
  });
}

/** Calls back when what was just changed has been drawn. */
export function afterDrawing(callback: () => void): void {
  requestAnimationFrame(() => callback());
}
