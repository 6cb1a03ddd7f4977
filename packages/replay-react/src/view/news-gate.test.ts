import { expect, test } from 'vitest';
import { addNews, openGate, quietGate } from './news-gate.ts';

test('tells the first news at once', () => {
  expect(openGate(addNews(quietGate, { events: 1, errors: 0 }), 100).news).toEqual({ events: 1, errors: 0 });
});

test('tells what came within five seconds as one', () => {
  let { gate } = openGate(addNews(quietGate, { events: 1, errors: 0 }), 0);
  gate = addNews(addNews(gate, { events: 2, errors: 1 }), { events: 1, errors: 0 });
  const early = openGate(gate, 2000);
  expect(early).toMatchObject({ waitMs: 3000 });
  expect(early.news).toBeUndefined();
  expect(openGate(early.gate, 5000).news).toEqual({ events: 3, errors: 1 });
});

test('has nothing to tell when nothing came', () => {
  expect(openGate(quietGate, 0)).toEqual({ gate: quietGate });
});
