/** Frames to wait for an element that a virtual list has not measured yet. */
const MOST_FRAMES = 20;

/**
 * Gives an element the focus as soon as it takes it: a virtual list hides what it has not measured yet, and what is hidden takes none.
 *
 * @param find - Finds the element, before each try.
 * @param before - Called before each try, to bring it into view.
 * @returns Gives up.
 */
export function focusSoon(find: () => HTMLElement | null | undefined, before?: (element: HTMLElement) => void): () => void {
  let frame = 0;
  let tries = MOST_FRAMES;
  const attempt = (): void => {
    const element = find();
    if (element) {
      before?.(element);
      element.focus({ preventScroll: before !== undefined });
    }
    if ((!element || document.activeElement !== element) && --tries > 0) frame = requestAnimationFrame(attempt);
  };
  attempt();
  return () => cancelAnimationFrame(frame);
}
