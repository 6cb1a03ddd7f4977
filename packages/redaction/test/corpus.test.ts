import { afterAll, describe, expect, test } from 'vitest';
import { ruleKinds } from '../src/rules/all.ts';
import { after } from './corpus/after/index.ts';
import { before } from './corpus/before/index.ts';
import { leaks } from './corpus/contexts.ts';
import { overRedaction, samplesOf, score } from './corpus/score.ts';
import { redactorOf } from './support.ts';

const MOST = { entity: { structured: 0.08, assigned: 0.25 }, strict: { structured: 0.02, assigned: 0.05 } } as const;
const MOST_CHANGED = 0.02;
const rows: string[] = [];
const percent = (rate: number): string => `${(rate * 100).toFixed(1)} %`;

afterAll(() => { process.stdout.write(`\n${rows.join('\n')}\n`); });

describe.each([['before', before], ['after', after]] as const)('the half written %s the rules', (half, { secrets, lookAlikes }) => {
  test.each(['entity', 'strict'] as const)('leaks no more than it may under %s', (policy) => {
    const redactor = redactorOf({ policy });
    const { figures, leaked } = score(secrets, (text) => redactor.redactText(text).value);
    for (const group of ['structured', 'assigned'] as const) {
      rows.push(`${half} · ${policy} · ${group}: ${figures[group].leaked} of ${figures[group].samples} leaked (${percent(figures[group].rate)})`);
      expect(figures[group].rate, leaked.join('\n')).toBeLessThanOrEqual(MOST[policy][group]);
    }
  });

  test('leaves what only looks like a secret', () => {
    const redactor = redactorOf();
    const { changed, rate, samples } = overRedaction(lookAlikes, (text) => redactor.redactText(text).value);
    rows.push(`${half} · entity · look-alikes: ${changed.length} of ${samples} changed (${percent(rate)})`);
    expect(rate, changed.join('\n')).toBeLessThanOrEqual(MOST_CHANGED);
  });

  test('loses no secret that a stream parts anywhere', () => {
    const redactor = redactorOf();
    let splits = 0;
    for (const { name, planted, text } of samplesOf(secrets).filter((_, index) => index % 10 === 4)) {
      const whole = redactor.redactText(text).value;
      if (leaks(whole, planted.secret)) continue;
      const start = text.indexOf(planted.secret.slice(0, 4));
      for (let at = Math.max(1, start - 16); at < Math.min(text.length, start + planted.secret.length + 16); at += planted.secret.length > 400 ? 13 : 1) {
        const stream = redactor.createStreamRedactor();
        expect(stream.push(text.slice(0, at)).value + stream.push(text.slice(at)).value + stream.flush().value, `${name}, parted at ${at}`).toBe(whole);
        const late = stream.push(text.slice(0, at)).value + stream.release().value + stream.push(text.slice(at)).value + stream.flush().value;
        expect(leaks(late, planted.secret), `${name}, parted at ${at} with a pause: ${late}`).toBe(false);
        splits += 1;
      }
    }
    rows.push(`${half} · ${splits} splits, 0 errors`);
    expect(splits).toBeGreaterThan(1000);
  });
});

test('the corpus is as large as it says', () => {
  expect(before.secrets.length + after.secrets.length).toBeGreaterThanOrEqual(250);
  expect(before.lookAlikes.length + after.lookAlikes.length).toBeGreaterThanOrEqual(200);
  expect(ruleKinds.size).toBeGreaterThanOrEqual(100);
  rows.push(`${before.secrets.length} + ${after.secrets.length} kinds of secrets, ${before.lookAlikes.length} + ${after.lookAlikes.length} look-alikes, ${ruleKinds.size} kinds named by rules`);
});

test('the score notices when nothing is redacted', () => {
  const { figures } = score(before.secrets, (text) => text);
  expect(figures.structured.rate).toBe(1);
  expect(figures.assigned.rate).toBe(1);
});
