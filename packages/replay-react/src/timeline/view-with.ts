import type { AxisView } from './axis.ts';

/** The view moved so that a time is in it. */
export function viewWith(view: AxisView, durationMs: number, timeMs: number): AxisView {
  if (timeMs >= view.fromMs && timeMs <= view.toMs) return view;
  const span = view.toMs - view.fromMs;
  return fitView(timeMs - span * 0.1, span, durationMs);
}

/** A stretch of a length as near to a place as the session allows. */
export function fitView(fromMs: number, span: number, durationMs: number): AxisView {
  const from = Math.max(0, Math.min(fromMs, durationMs - span));
  return { fromMs: from, toMs: from + span };
}
