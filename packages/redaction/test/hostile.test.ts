import { describe, expect, test } from 'vitest';
import { rules } from '../src/rules/all.ts';
import { hostileShapes } from './hostile-shapes.ts';
import { redactorOf } from './support.ts';

// Time of the processor and ratios only: the machine is shared. `pnpm bench redact` holds the milliseconds.
const SHORT = 4096;
const TIMES = 8;
/** What is proportional takes 8 times as long, what is quadratic 64 times. */
const MOST = 24;

/** Milliseconds that the processor works on all rules, by shape. */
function work(length: number): Map<string, number> {
  const redactor = redactorOf();
  const sums = new Map<string, number>();
  for (const rule of rules) {
    for (const [shape, text] of hostileShapes(rule, length, 1)) {
      const start = process.cpuUsage();
      redactor.redactText(text);
      const { user, system } = process.cpuUsage(start);
      sums.set(shape, (sums.get(shape) ?? 0) + (user + system) / 1000);
    }
  }
  return sums;
}

describe('a text made to keep the rules busy', () => {
  test('costs in proportion to its length, whatever its shape', () => {
    work(SHORT); // compiles everything
    const short = work(SHORT);
    const long = work(SHORT * TIMES);
    const slow = [...long].filter(([shape, ms]) => ms > MOST * Math.max(short.get(shape) ?? 0, 20)).map(([shape, ms]) => `${shape}: ${short.get(shape)?.toFixed(0)} → ${ms.toFixed(0)} ms`);
    expect(slow).toEqual([]);
  }, 120_000);

  test.each(['"', '\\', '\u001b[', '\\u00', '%2', '=', ' ', '-----BEGIN PRIVATE KEY-----', '[[', '[[TOKEN:00ffaa]]', '@', '1.', '4111 ', '+49 ', 'A1', 'eyJ.', '://', 'aB3'])('also when it is only %j', (piece) => {
    const redactor = redactorOf();
    const time = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      return Math.min(...[0, 1, 2].map(() => {
        const start = process.cpuUsage();
        redactor.redactText(text);
        return process.cpuUsage(start).user / 1000;
      }));
    };
    time(16_384);
    expect(time(262_144)).toBeLessThan(TIMES * 2 * 4 * Math.max(time(16_384), 5));
  });
});
