import type { VirtualizerHandle } from 'virtua';

/** A row is watched for so many frames, which are longer on a slow machine, and for so many milliseconds. */
const [LEAST_FRAMES, LEAST_MS] = [60, 2000];

/**
 * Shows a row again where others get their height late and push it out of sight: far away none was ever measured, and what a row says may load with it.
 * Ends as soon as the list is scrolled by anything else.
 *
 * @param show - Moves the list to the row.
 * @returns Ends it.
 */
export function keepInSight(list: VirtualizerHandle, scroller: HTMLElement, row: number, show: () => void): () => void {
  const until = performance.now() + LEAST_MS;
  let frames = 0;
  let [top, size] = [scroller.scrollTop, list.scrollSize];
  const look = (): void => {
    const from = scroller.scrollTop;
    if (from !== top && list.scrollSize === size) return; // the list scrolls itself only where it has another size
    const [offset, height] = [list.getItemOffset(row), Math.min(list.getItemSize(row), scroller.clientHeight)];
    if (offset + height <= from || offset + height > from + scroller.clientHeight + 1) show();
    [top, size] = [scroller.scrollTop, list.scrollSize];
    frames += 1;
    if (frames < LEAST_FRAMES || performance.now() < until) frame = requestAnimationFrame(look);
  };
  let frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}
