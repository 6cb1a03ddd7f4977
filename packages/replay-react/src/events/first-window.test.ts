import { expect, test } from 'vitest';
import { firstWindow } from './first-window.ts';

test('always draws the row at the playhead, and never more than 28 rows', () => {
  for (const length of [1, 5, 16, 27, 28, 29, 60, 1000]) {
    for (let place = 0; place < length; place++) {
      const { from, to } = firstWindow(place, length);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(length);
      expect(to - from).toBeLessThanOrEqual(28);
      expect(place).toBeGreaterThanOrEqual(from);
      expect(place).toBeLessThan(to);
    }
  }
});

test('begins four rows before the playhead, and shows the end where few rows come after it', () => {
  expect(firstWindow(500, 1000)).toEqual({ from: 496, to: 524, atEnd: false });
  expect(firstWindow(999, 1000)).toEqual({ from: 972, to: 1000, atEnd: true });
  expect(firstWindow(988, 1000)).toEqual({ from: 984, to: 1000, atEnd: false });
});

test('begins at the beginning of a session that nobody looks into yet', () => {
  expect(firstWindow(-1, 1000)).toEqual({ from: 0, to: 28, atEnd: false });
});
