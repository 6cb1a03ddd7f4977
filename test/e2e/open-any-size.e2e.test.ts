import { expect, test } from 'vitest';
import { openAnySize } from './open-any-size.ts';

test('a transcript of 24 MB is imported, opened, and gone through in bounded memory', async () => {
  const { heap } = await openAnySize(24, 60_000);
  expect(heap).toBeLessThan(60_000_000);
}, 240_000);
