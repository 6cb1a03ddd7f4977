import type { AxisView, TimeAxis } from './axis.ts';
import { fitView } from './view-with.ts';

/** The shortest stretch that fills a timeline, in virtual milliseconds. */
const SHORTEST_MS = 500;

/**
 * The view after zooming around a place.
 *
 * @param factor - More than 1 shows more time.
 * @returns `undefined` for the whole session.
 */
export function zoomView(axis: TimeAxis, durationMs: number, x: number, factor: number): AxisView | undefined {
  const { fromMs, toMs } = axis.view;
  const span = Math.max(Math.min(SHORTEST_MS, durationMs), (toMs - fromMs) * factor);
  if (span >= durationMs) return undefined;
  const middle = axis.toMs(x);
  const share = (middle - fromMs) / Math.max(1, toMs - fromMs);
  return fitView(middle - share * span, span, durationMs);
}

/** The view moved along by px; the same view where there is nowhere to go. */
export function panView(axis: TimeAxis, durationMs: number, px: number): AxisView | undefined {
  const { fromMs, toMs } = axis.view;
  const span = toMs - fromMs;
  return span >= durationMs ? undefined : fitView(fromMs + (px / axis.widthPx) * span, span, durationMs);
}
