import type { Random } from './random.ts';

/** What it is, and how it is made. */
export type LookAlike = readonly [name: string, make: (random: Random) => string];
