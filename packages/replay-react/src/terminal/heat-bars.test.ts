import { expect, test } from 'vitest';
import type { Moment, TerminalTrack } from '@playhead/replay-core';
import { createTimeMap } from '../../../replay-core/src/player/create-time-map.ts';
import { COLUMNS, heatColumns, heatPath, markAt, stripAxis, stripMarks } from './heat-bars.ts';

const SECOND = 1_000_000;
// only these are read
const track = { startedAt: 0, endedAt: 100 * SECOND, heat: (stretches: number) => { const heat = new Float64Array(stretches); heat[0] = 100; heat[stretches - 1] = 5; return heat; } } as TerminalTrack;
const moment = (seconds: number, type: Moment['type'], title: string): Moment => ({ at: seconds * SECOND, type, title, eventId: title });

test('puts output where the session is played, without idle time', () => {
  const wall = heatColumns(track, stripAxis(track, createTimeMap([0, 100 * SECOND], 'wall')));
  expect([wall[0], wall[COLUMNS - 1]]).toEqual([100, 5]);
  const capped = stripAxis(track, createTimeMap([0, SECOND, 99 * SECOND, 100 * SECOND], 'idle-capped'));
  expect(capped.to - capped.from).toBe(2400);
  expect(capped.placeOf(SECOND)).toBeCloseTo(1000 / 2400);
});

test('draws small bars beside large ones, and none for silence', () => {
  const columns = new Float64Array(4);
  columns.set([1, 0, 1_000_000, 0]);
  expect(heatPath(columns, 20)).toBe('M0 20v-1.5h.8V20zM2 20v-20h.8V20z');
  expect(heatPath(new Float64Array(4), 20)).toBe('');
});

test('marks moments within the time of the terminal, the worst where several stand at one place', () => {
  const axis = stripAxis(track, createTimeMap([0, 100 * SECOND], 'wall'));
  const marks = stripMarks([moment(10, 'moment', 'a'), moment(10.1, 'error', 'b'), moment(50, 'snapshot', 'c'), moment(500, 'moment', 'later')], track, axis);
  expect(marks.map(({ title, look }) => [title, look])).toEqual([['b', 'bad'], ['c', 'snapshot']]);
  expect(markAt(marks, 49 * SECOND)?.title).toBe('b');
  expect(markAt(marks, SECOND)).toBeUndefined();
});
