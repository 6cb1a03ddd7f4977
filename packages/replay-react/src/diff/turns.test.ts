import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('takes one after the other, each in a task of its own, and leaves out who gave up', async () => {
  const done: string[] = [];
  const turns = createTurns();
  await new Promise<void>((resolve) => {
    turns.wait(() => {
      done.push('first');
      void Promise.resolve().then(() => done.push('end of the first task'));
    });
    const giveUp = turns.wait(() => done.push('never'));
    turns.wait(() => {
      expect(done).toEqual(['first', 'end of the first task']);
      done.push('second');
      turns.wait(() => { done.push('later'); resolve(); });
    });
    giveUp();
    expect(done).toEqual([]);
  });
  expect(done).toEqual(['first', 'end of the first task', 'second', 'later']);
});
