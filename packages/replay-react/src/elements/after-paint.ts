/** How long to wait for a frame that may never come, as in a page that is not seen, in milliseconds. */
const FRAME_MS = 100;

/**
 * Calls back once what is on the page now has been drawn.
 *
 * @returns Stops it.
 */
export function afterPaint(callback: () => void): () => void {
  let timer = setTimeout(callback, FRAME_MS);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(callback, 0); // a frame is drawn after its callbacks
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
