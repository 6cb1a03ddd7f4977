/** Width of an idle stretch on the axis in px, from the event before it to the event after it. */
export const NOTCH_PX = 36;

/** A stretch of idle time on the timeline, in virtual milliseconds. */
export interface Notch {
  readonly fromMs: number;
  readonly toMs: number;
  /** How long it was, in wall milliseconds. */
  readonly wallMs: number;
}

/** A notch with its place in px. */
export interface PlacedNotch extends Notch {
  readonly x: number;
}

/** The stretch of a session that a timeline shows, in virtual milliseconds. */
export interface AxisView {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Maps virtual time to px and back. Pure; both ways stay within the axis. */
export interface TimeAxis {
  readonly view: AxisView;
  readonly widthPx: number;
  /** In order. */
  readonly notches: readonly PlacedNotch[];
  toX(timeMs: number): number;
  toMs(x: number): number;
}

/**
 * Lays time along a width: linear, but each notch gets the same room, however short it is in virtual time.
 *
 * @param notches - In order; those that are not wholly in view get no room.
 */
export function createAxis(widthPx: number, view: AxisView, notches: readonly Notch[]): TimeAxis {
  const width = Math.max(1, widthPx);
  const fromMs = view.fromMs;
  const toMs = Math.max(view.toMs, fromMs + 1);
  const inside = notches.filter((notch) => notch.fromMs >= fromMs && notch.toMs <= toMs).slice(0, Math.floor(width / 4 / NOTCH_PX));
  const busyMs = toMs - fromMs - inside.reduce((sum, notch) => sum + notch.toMs - notch.fromMs, 0);
  const scale = busyMs > 0 ? (width - inside.length * NOTCH_PX) / busyMs : 0;
  const times = [fromMs];
  const places = [0];
  const placed: PlacedNotch[] = [];
  let time = fromMs;
  let x = 0;
  for (const notch of inside) {
    x += (notch.fromMs - time) * scale;
    placed.push({ ...notch, x });
    times.push(notch.fromMs, notch.toMs);
    places.push(x, x + NOTCH_PX);
    x += NOTCH_PX;
    time = notch.toMs;
  }
  times.push(toMs);
  places.push(width);
  return { view: { fromMs, toMs }, widthPx: width, notches: placed, toX: (ms) => convert(times, places, ms), toMs: (at) => convert(places, times, at) };
}

/** Reads a piecewise linear function given by few points. */
function convert(from: readonly number[], to: readonly number[], value: number): number {
  const first = from[0] ?? 0;
  if (!(value > first)) return to[0] ?? 0;
  for (let index = 1; index < from.length; index++) {
    const [a = 0, b = 0, c = 0, d = 0] = [from[index - 1], from[index], to[index - 1], to[index]];
    if (value <= b && b > a) return c + ((value - a) / (b - a)) * (d - c);
  }
  return to.at(-1) ?? 0;
}
