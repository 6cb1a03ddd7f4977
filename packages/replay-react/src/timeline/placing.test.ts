import { createTimeMap, type Chapter, type Moment, type ReplayEvent, type SubagentRun } from '@playhead/replay-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAxis } from './axis.ts';
import { placeChapters } from './chapters.ts';
import { columnsOf, densityPaths, PITCH } from './density.ts';
import { createEventScan } from './findings.ts';
import { createHitScan } from './hit-scan.ts';
import { eventIndexAt, indexOfEvent } from './hit.ts';
import { laneRows, placeLanes } from './lanes.ts';
import { MARKER_PX, placeMarkers } from './markers.ts';
import { createIdleScan, idleAmount, notchesOf } from './notches.ts';
import { createScan } from './scan.ts';
import { firstNumberAtLeast } from './search-sorted.ts';

const SECOND = 1_000_000;
const EVERYTHING = { narrowed: false, count: 0, includes: () => true };

function eventAt(index: number, seconds: number, severity: ReplayEvent['severity'] = 'info'): ReplayEvent {
  return { id: `e${index}`, kind: 'tool', title: 'Tool', summary: '', severity, record: { $r: 1, id: `e${index}`, p: 'p', e: 0, n: index, at: Math.round(seconds * SECOND), type: 'tool_call', via: 'sdk', data: {} } };
}

function timelineOf(events: readonly ReplayEvent[], width = 400) {
  const timeMap = createTimeMap(events.map(({ record }) => record.at), 'wall');
  const axis = createAxis(width, { fromMs: 0, toMs: timeMap.durationMs }, []);
  const findings = createEventScan().read(events);
  return { events, timeMap, axis, findings, columns: columnsOf(findings, axis, timeMap) };
}

/** Numbers that look random and are the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const moment = (index: number, seconds: number, type: Moment['type'] = 'checkpoint'): Moment => ({ eventId: `e${index}`, type, title: '', at: seconds * SECOND });

test('never draws two markers over each other, and never more than there is room for', () => {
  const seconds = fc.array(fc.oneof(fc.double({ min: 0, max: 1000, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true })), { maxLength: 1000, size: 'max' });
  fc.assert(fc.property(seconds, fc.integer({ min: 60, max: 1500 }), (times, width) => {
    const timeMap = createTimeMap([0, 1000 * SECOND], 'wall');
    const axis = createAxis(width, { fromMs: 0, toMs: timeMap.durationMs }, []);
    const placed = placeMarkers(times.sort((a, b) => a - b).map((at, index) => moment(index, at)), axis, timeMap);
    expect(placed.length).toBeLessThanOrEqual(Math.ceil(width / MARKER_PX));
    expect(placed.length > 0).toBe(times.length > 0);
    placed.forEach(({ x, moment: { at } }, index) => {
      if (index > 0) expect(x - (placed[index - 1]?.x ?? 0)).toBeGreaterThanOrEqual(MARKER_PX - 1e-9);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(Math.abs(x - axis.toX(timeMap.toVirtual(at)))).toBeLessThanOrEqual(3 * MARKER_PX + 4);
    });
  }));
});

test('moves a marker that would touch the one before 11 px to the right', () => {
  const timeMap = createTimeMap([0, 100 * SECOND], 'wall');
  const axis = createAxis(1000, { fromMs: 0, toMs: timeMap.durationMs }, []);
  expect(placeMarkers([moment(0, 50), moment(1, 50.2, 'tests_failed')], axis, timeMap).map(({ x, shape }) => [x, shape])).toEqual([[500, 'checkpoint'], [511, 'fail']]);
});

test('counts every event in exactly one column, whatever the width', () => {
  const random = randomNumbers(3);
  const events = Array.from({ length: 2000 }, () => random() * 500).sort((a, b) => a - b).map((seconds, index) => eventAt(index, seconds, index % 97 === 0 ? 'error' : index % 51 === 0 ? 'denied' : 'info'));
  for (const width of [50, 399, 400, 1401]) {
    const { columns, findings } = timelineOf(events, width);
    expect(columns).toHaveLength(Math.floor((width + 1) / PITCH));
    expect(columns.reduce((sum, { first, end }) => sum + end - first, 0)).toBe(events.length);
    expect(columns.reduce((sum, { errors }) => sum + errors, 0)).toBe(findings.errors.length);
    expect(columns.reduce((sum, { denials }) => sum + denials, 0)).toBe(findings.denials.length);
  }
});

test('puts an error on top of its bar, at least 11 px high and inside the row', () => {
  const { columns } = timelineOf([eventAt(0, 0), eventAt(1, 50, 'error'), ...Array.from({ length: 50 }, (_, index) => eventAt(index + 2, 99))]);
  const { errors, denials } = densityPaths(columns, 44);
  const [, top = '', height = ''] = /^M\d+ (\d+)v-(\d+)h3/.exec(errors) ?? [];
  expect(Number(height)).toBeGreaterThanOrEqual(11);
  expect(Number(top) - Number(height)).toBeGreaterThanOrEqual(0);
  expect(denials).toBe('');
});

test('finds what went wrong in a column before its other events, else the nearest event', () => {
  const target = timelineOf([eventAt(0, 0), eventAt(1, 50), eventAt(2, 50.2, 'error'), eventAt(3, 100)]);
  expect(eventIndexAt(target, 201, EVERYTHING)).toBe(2);
  expect(eventIndexAt(target, 120, EVERYTHING)).toBe(1);
  expect(eventIndexAt(target, 0, EVERYTHING)).toBe(0);
  expect(eventIndexAt(target, 399, EVERYTHING)).toBe(3);
  expect(eventIndexAt(target, 120, { narrowed: true, count: 1, includes: ({ id }) => id === 'e3' })).toBe(3);
  expect(eventIndexAt(timelineOf([]), 10, EVERYTHING)).toBe(-1);
  expect(indexOfEvent(target, 'e2', 50_200_000)).toBe(2);
  expect(indexOfEvent(target, 'gone', 50_200_000)).toBe(-1);
});

test('gives chapters that are too short to one before them and keeps their number bounded', () => {
  const timeMap = createTimeMap([0, 1000 * SECOND], 'wall');
  const axis = createAxis(1000, { fromMs: 0, toMs: timeMap.durationMs }, []);
  const chapter = (at: number, index: number): Chapter => ({ id: `c${index}`, title: '', at: at * SECOND, origin: 'turn' });
  expect(placeChapters([0, 100, 110, 600].map(chapter), axis, timeMap)).toEqual([
    { first: 0, end: 1, x: 0, width: 100 }, { first: 1, end: 3, x: 100, width: 500 }, { first: 3, end: 4, x: 600, width: 400 },
  ]);
  expect(placeChapters(Array.from({ length: 5000 }, (_, index) => chapter(index / 5, index)), axis, timeMap).length).toBeLessThanOrEqual(20);
  expect(placeChapters([], axis, timeMap)).toEqual([]);
});

test('shows of chapters only those in view, from the one that goes on there', () => {
  const timeMap = createTimeMap([0, 1000 * SECOND], 'wall');
  const axis = createAxis(1000, { fromMs: 150_000, toMs: 250_000 }, []);
  const chapters: Chapter[] = [0, 100, 200, 600].map((at, index) => ({ id: `c${index}`, title: '', at: at * SECOND, origin: 'turn' }));
  expect(placeChapters(chapters, axis, timeMap)).toEqual([{ first: 1, end: 2, x: 0, width: 500 }, { first: 2, end: 3, x: 500, width: 500 }]);
});

test('puts subagents that work at the same time into lanes of their own, at most three', () => {
  const timeMap = createTimeMap([0, 100 * SECOND], 'wall');
  const axis = createAxis(1000, { fromMs: 0, toMs: timeMap.durationMs }, []);
  const agent = (id: string, from: number, to?: number): SubagentRun => ({ id, type: `agent-${id}`, startedAt: from * SECOND, ...(to !== undefined && { endedAt: to * SECOND }) });
  expect(placeLanes([agent('a', 0, 20), agent('b', 10, 20), agent('c', 60, 70)], axis, timeMap).map(({ id, row, x, width }) => [id, row, x, width])).toEqual([['a', 0, 0, 200], ['b', 1, 100, 100], ['c', 0, 600, 100]]);
  expect(placeLanes([agent('a', 90)], axis, timeMap)[0]).toMatchObject({ x: 900, width: 100, name: { anchor: 'end' } });
  const many = placeLanes(Array.from({ length: 500 }, (_, index) => agent(String(index), index / 10, 90)), axis, timeMap);
  expect(laneRows(many)).toBe(3);
  expect(many.length).toBeLessThanOrEqual(251);
  expect(many.filter(({ name }) => name).length).toBeLessThanOrEqual(12);
});

test('notches only the longest idle stretches and says how long they were', () => {
  const timeMap = createTimeMap([0, 1, 30, 750, 760, 1000, 1001].map((seconds) => seconds * SECOND), 'idle-capped');
  const notable = createIdleScan().read(timeMap.idle);
  expect(notchesOf(notable, timeMap, 1000).map(({ wallMs, fromMs, toMs }) => [wallMs, Math.round(toMs - fromMs)])).toEqual([[720_000, 400], [240_000, 400]]);
  expect(notchesOf(notable, timeMap, 160).map(({ wallMs }) => wallMs)).toEqual([720_000]);
  expect([idleAmount(45_000), idleAmount(720_000), idleAmount(7_300_000)]).toEqual([{ count: 45, unit: 'seconds' }, { count: 12, unit: 'minutes' }, { count: 2, unit: 'hours' }]);
});

test('finds the first number that is large enough, from wherever it starts', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), fc.nat(100), (numbers, wanted, skip) => {
    numbers.sort((a, b) => a - b);
    const expected = numbers.filter((number) => number < wanted).length;
    expect(firstNumberAtLeast(numbers, wanted)).toBe(expected);
    expect(firstNumberAtLeast(numbers, wanted, Math.min(skip, expected))).toBe(expected);
  }));
});

test('looks at each item of a growing list once, and again when the list is another', () => {
  let looks = 0;
  const scan = createScan<string, string[]>(() => [], (found, item) => {
    looks += 1;
    found.push(item);
  });
  expect(scan.read(['a', 'b'])).toEqual(['a', 'b']);
  expect(scan.read(['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  expect(looks).toBe(3);
  expect(scan.read(['x', 'b2'])).toEqual(['x', 'b2']);
  expect(scan.read([])).toEqual([]);
  expect(looks).toBe(5);
});

test('finds hits among events also when both grow', () => {
  const events = Array.from({ length: 10 }, (_, index) => eventAt(index, index));
  const scan = createHitScan();
  expect(scan.read(events.slice(0, 6), ['e1', 'e4'])).toEqual([1, 4]);
  expect(scan.read(events, ['e1', 'e4', 'e8'])).toEqual([1, 4, 8]);
  expect(scan.read(events, ['e2', 'e4'])).toEqual([2, 4]);
  expect(scan.read(events, ['e2', 'e4'])).toEqual([2, 4]);
  expect(scan.read(events, ['e2'])).toEqual([2]);
  expect(scan.read(events, [])).toEqual([]);
});
