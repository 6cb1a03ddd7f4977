import { expect, test } from 'vitest';
import { createAxis, NOTCH_PX } from './axis.ts';
import { rulerTicks } from './ruler.ts';
import { viewWith } from './view-with.ts';
import { panView, zoomView } from './zoom.ts';

const MINUTE = 60_000;
const whole = { fromMs: 0, toMs: 10 * MINUTE };

test('lays time along the width and back', () => {
  const axis = createAxis(1000, whole, []);
  expect(axis.toX(5 * MINUTE)).toBe(500);
  expect(axis.toMs(250)).toBe(2.5 * MINUTE);
  expect(axis.toX(-1)).toBe(0);
  expect(axis.toX(20 * MINUTE)).toBe(1000);
  expect(axis.toMs(2000)).toBe(10 * MINUTE);
});

test('gives every idle stretch the same room', () => {
  const axis = createAxis(1000, whole, [{ fromMs: 2 * MINUTE, toMs: 2 * MINUTE + 400, wallMs: 720_000 }, { fromMs: 8 * MINUTE, toMs: 8 * MINUTE + 400, wallMs: 180_000 }]);
  expect(axis.notches.map(({ fromMs, toMs }) => Math.round(axis.toX(toMs) - axis.toX(fromMs)))).toEqual([NOTCH_PX, NOTCH_PX]);
  const minuteFrom = (timeMs: number): number => Math.round(axis.toX(timeMs + MINUTE) - axis.toX(timeMs));
  expect([minuteFrom(0), minuteFrom(2 * MINUTE + 400), minuteFrom(8 * MINUTE + 400)]).toEqual([93, 93, 93]);
  for (const x of [0, 100, 210, 500, 780, 999]) expect(axis.toX(axis.toMs(x))).toBeCloseTo(x, 6);
});

test('leaves out notches that would take over a narrow timeline, and those out of view', () => {
  const notches = Array.from({ length: 40 }, (_, index) => ({ fromMs: index * 10_000, toMs: index * 10_000 + 400, wallMs: 60_000 }));
  expect(createAxis(420, whole, notches).notches).toHaveLength(2);
  expect(createAxis(1000, { fromMs: 100_000, toMs: 130_000 }, notches).notches.map(({ fromMs }) => fromMs)).toEqual([100_000, 110_000, 120_000]);
});

test('survives a session without length', () => {
  const axis = createAxis(0, { fromMs: 0, toMs: 0 }, []);
  expect(axis.toX(0)).toBe(0);
  expect(Number.isFinite(axis.toMs(1))).toBe(true);
});

test('writes round times on the ruler that do not touch the time at the end', () => {
  const axis = createAxis(1408, { fromMs: 0, toMs: 1_122_000 }, []);
  expect(rulerTicks(axis).map(({ timeMs }) => timeMs / MINUTE)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
  for (const width of [200, 568, 1408, 4000]) {
    const ticks = rulerTicks(createAxis(width, { fromMs: 0, toMs: 86_400_000 * 20 }, []));
    expect(ticks.length).toBeLessThan(width / 70);
    expect(ticks.every(({ x }) => x <= width - 60)).toBe(true);
  }
});

test('zooms around the pointer and back out to the whole session', () => {
  const axis = createAxis(1000, whole, []);
  const near = zoomView(axis, 10 * MINUTE, 250, 0.5);
  expect(near).toEqual({ fromMs: 75_000, toMs: 375_000 });
  expect(createAxis(1000, near ?? whole, []).toMs(250)).toBe(axis.toMs(250));
  expect(zoomView(createAxis(1000, near ?? whole, []), 10 * MINUTE, 500, 4)).toBeUndefined();
  expect(zoomView(axis, 10 * MINUTE, 0, 1e-9)).toEqual({ fromMs: 0, toMs: 500 });
});

test('pans within the session and goes along with the playhead', () => {
  const view = { fromMs: MINUTE, toMs: 2 * MINUTE };
  const axis = createAxis(1000, view, []);
  expect(panView(axis, 10 * MINUTE, 500)).toEqual({ fromMs: 90_000, toMs: 150_000 });
  expect(panView(axis, 10 * MINUTE, -5000)).toEqual({ fromMs: 0, toMs: MINUTE });
  expect(panView(createAxis(1000, whole, []), 10 * MINUTE, 500)).toBeUndefined();
  expect(viewWith(view, 10 * MINUTE, 90_000)).toBe(view);
  expect(viewWith(view, 10 * MINUTE, 3 * MINUTE)).toEqual({ fromMs: 174_000, toMs: 234_000 });
});
