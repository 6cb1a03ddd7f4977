import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBin } from './support.ts';
import { wireCrash } from './wire-crash.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => rmSync(bin, { force: true }));

test('sessions recorded to a server that is killed, cut off and full once are there in the end: every line once, in order', async () => {
  // Whether a cut or a kill meets something on its way is up to the machine; the long run has so many that some do.
  const { kills, wasFull } = await wireCrash(bin, { sessions: 4, events: 600, kills: 3, seed: 7 });
  expect([kills, wasFull !== false]).toEqual([3, true]);
}, 120_000);
