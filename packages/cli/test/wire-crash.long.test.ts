import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBin } from './support.ts';
import { wireCrash } from './wire-crash.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => rmSync(bin, { force: true }));

test('20 sessions of 4,096 events come whole through 20 kills of the server, cut connections and a full disk', async () => {
  const { kills, inTheMiddle, cuts, wasFull, bytes, seconds } = await wireCrash(bin, { sessions: 20, events: 4096, kills: 20, seed: 11 });
  process.stderr.write(`\n${kills} kills, ${inTheMiddle} of them while something was on its way, ${cuts} connections cut, full disk: ${wasFull}, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(0)} s\n`);
  expect([kills, inTheMiddle > 5, cuts > 10, wasFull !== false]).toEqual([20, true, true, true]);
}, 900_000);
