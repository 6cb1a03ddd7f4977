import type { MouseEvent } from 'react';

/** Whether a click is for the row: not for something in it, and not the end of selecting text. */
export function meansRow({ target, currentTarget }: MouseEvent<HTMLElement>): boolean {
  if (target instanceof Element && target.closest('button, a, input, summary')) return false;
  const selection = currentTarget.ownerDocument.getSelection();
  return !selection || selection.isCollapsed || !currentTarget.contains(selection.anchorNode);
}
