import { expect, test } from 'vitest';
import { openAnySize } from './open-any-size.ts';

test.each([560, 2000])('a transcript of %d MB is imported, opened, and gone through in bounded memory', async (megabytes) => {
  const { heap, lines } = await openAnySize(megabytes, 1_200_000);
  expect(heap / lines).toBeLessThan(2000); // two and a half records a line, whatever they hold
}, 5_400_000);
