import { expect, test } from 'vitest';
import { createSeenNumbers } from '../src/index.ts';

test('every number of a producer is new once, whatever the order, the gaps and the repetitions', () => {
  let state = 1;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 500; round += 1) {
    const seen = createSeenNumbers();
    const known = new Set<string>();
    for (let index = 0; index < 60; index += 1) {
      const record = { p: `p${random(2)}`, e: random(2), n: random(30) };
      const key = JSON.stringify(record);
      expect(seen.has(record), `round ${round}, ${key}`).toBe(known.has(key));
      expect(seen.add(record), `round ${round}, ${key}`).toBe(!known.has(key));
      known.add(key);
    }
  }
});
