import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionDocument } from '@playhead/replay-core';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { buildBin, captureOf, comparable, playhead, serverProcess, temporary } from './support.ts';

let bin: string;
beforeAll(async () => {
  bin = await buildBin();
}, 60_000);
afterAll(() => rmSync(bin, { force: true }));

/** Which payloads the server dies at: the same for the same seed. */
function killsOf(count: number, length: number, seed: number): ReadonlySet<number> {
  const kills = new Set<number>();
  for (let state = seed; kills.size < Math.min(count, length); ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    kills.add(1 + (state % (length - 1)));
  }
  return kills;
}

async function record(name: string, kills: ReadonlySet<number>): Promise<SessionDocument> {
  const home = temporary();
  const dir = join(home, 'data');
  const entries = readCapture(captureOf(name), join(home, 'claude'));
  const server = await serverProcess(bin, dir);
  try {
    const acknowledged = await sendCapture(entries, {
      url: server.url, speed: Number.POSITIVE_INFINITY, name: 'crash',
      async onAcknowledged(count) {
        if (!kills.has(count)) return;
        const killed = new Promise((resolve) => setImmediate(resolve)).then(() => server.kill()).then(() => server.start());
        if (count % 2 === 0) await killed; // the other half dies while the next payload is on its way
        else killed.catch(() => undefined);
      },
    });
    expect(acknowledged).toBe(entries.length);
  } finally {
    await server.kill();
  }
  const listed = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { sessionId: string }[] }; // our own command's answer
  expect(listed.sessions).toHaveLength(1);
  const shown = await playhead(['sessions', 'show', listed.sessions[0]!.sessionId, '--json', '--dir', dir]);
  return JSON.parse(shown.out) as SessionDocument; // our own command's answer
}

const kills = Number(process.env['PLAYHEAD_KILLS'] ?? 6);

test(`loses no acknowledged payload when the server is killed ${kills} times, and replays the same`, async () => {
  const calm = await record('jwt-auth', new Set());
  const killed = await record('jwt-auth', killsOf(kills, 275, 20261121));
  expect(comparable(killed)).toEqual(comparable(calm));
}, 300_000);

test('joins a permission request to its call when the server died between the two', async () => {
  const calm = await record('tui-deny', new Set());
  expect(comparable(await record('tui-deny', new Set([4])))).toEqual(comparable(calm));
}, 60_000);
