import { expect, test } from 'vitest';
import { createLoadedRedactor } from '../src/engine.ts';
import { after } from './corpus/after/index.ts';
import { before } from './corpus/before/index.ts';
import { overRedaction, score } from './corpus/score.ts';

const key = new TextEncoder().encode('a key of a workspace');
const redactor = createLoadedRedactor({ key, deadlineMs: 60_000 });
const entity = (text: string): string => redactor.redactText(text).value;

test("prints", () => {
  const result = score(before.secrets, entity);
  // eslint-disable-next-line no-console
  console.log(result.figures, JSON.stringify(result.leaked, null, 1));
  const over = overRedaction(before.lookAlikes, entity);
  // eslint-disable-next-line no-console
  console.log(over.rate, over.changed);
  expect(1).toBe(1);
});

test('prints after', () => {
  const result = score(after.secrets, entity);
  // eslint-disable-next-line no-console
  console.log(before.secrets.length, after.secrets.length, before.lookAlikes.length, after.lookAlikes.length, result.figures, JSON.stringify(result.leaked, null, 1));
  const over = overRedaction(after.lookAlikes, entity);
  // eslint-disable-next-line no-console
  console.log(over.rate, over.changed);
  expect(1).toBe(1);
});
