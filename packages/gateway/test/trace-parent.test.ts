import { expect, test } from 'vitest';
import { traceParentOf } from '../src/trace-parent.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const partsOf = (text: string | undefined): readonly string[] => text?.split('-') ?? [];
const task = { id: 'SHOP-42', title: 'Login' };

test('what belongs to a task is one trace, each connection a step of its own', () => {
  const [first, second] = [partsOf(traceParentOf({}, task)), partsOf(traceParentOf({}, { ...task, title: 'Log in' }))];
  expect(first.join('-')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect([second[1] === first[1], second[2] === first[2], partsOf(traceParentOf({}, { id: 'SHOP-43', title: '' }))[1] === first[1]]).toEqual([true, false, false]);
});

test('a trace that goes on already goes on, with its flags', () => {
  expect(traceParentOf({ TRACEPARENT: `00-${TRACE}-00f067aa0ba902b7-00` }, task)).toMatch(new RegExp(`^00-${TRACE}-(?!00f067aa0ba902b7)[0-9a-f]{16}-00$`));
  expect(traceParentOf({ TRACEPARENT: `01-${TRACE}-00f067aa0ba902b7-03-more` }, undefined)).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-03$`));
});

test.each(['', 'x', `ff-${TRACE}-00f067aa0ba902b7-01`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `00-${TRACE}-${'0'.repeat(16)}-01`, `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`, `00-${TRACE}-00f067aa0ba902b7-01\n`])('what is no trace is left: %j', (text) => {
  expect(traceParentOf({ TRACEPARENT: text }, undefined)).toBeUndefined();
});
