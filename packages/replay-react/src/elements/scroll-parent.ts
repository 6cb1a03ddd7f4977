/** The element inside the replay that a part scrolls in; `undefined` when none does. */
export function scrollParent(element: Element): HTMLElement | undefined {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
    if (parent.hasAttribute('data-ph')) return undefined;
  }
  return undefined;
}

/** Scrolls an element to the top of its pane, and nothing of the page around. */
export function scrollToTop(element: Element): void {
  const parent = scrollParent(element);
  if (parent) parent.scrollTop += element.getBoundingClientRect().top - parent.getBoundingClientRect().top;
}
