import type { VListHandle } from 'virtua';

/**
 * Scrolls a list by as little as brings a row into view. The list's own way goes on asking for the row
 * while rows are measured, when it may be gone already; its places are no numbers from then on.
 */
export function revealRow(list: VListHandle | null, index: number): void {
  if (!list) return;
  const start = list.getItemOffset(index);
  const end = start + list.getItemSize(index);
  if (start < list.scrollOffset) list.scrollTo(start);
  else if (end > list.scrollOffset + list.viewportSize) list.scrollTo(end - list.viewportSize);
}
