import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionDocument } from '@playhead/replay-core';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { buildBin, captureOf, comparable, playhead, serverProcess, stepsOf, temporary } from './support.ts';

let bin: string;
beforeAll(async () => {
  bin = await buildBin();
}, 60_000);
afterAll(() => rmSync(bin, { force: true }));

/**
 * When the server dies after a payload: while nothing is on its way, or when the next payload has been
 * sent and was not answered.
 */
type Moment = 'between' | 'in flight';

/** Which payloads the server dies after, and when: the same for the same seed. */
function killsOf(count: number, length: number, seed: number): ReadonlyMap<number, Moment> {
  const kills = new Map<number, Moment>();
  for (let state = seed; kills.size < Math.min(count, length - 1); ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // Low bits of such a generator repeat soon: take the number from the high ones.
    const after = 1 + Math.floor((state / 2 ** 32) * (length - 1));
    if (!kills.has(after)) kills.set(after, kills.size % 2 === 0 ? 'in flight' : 'between');
  }
  return kills;
}

/** Watches what really goes over the wire: payloads sent, and answers that say a payload is recorded. */
function watchWire(onSent: () => void): { readonly recorded: () => number; stop(): void } {
  let recorded = 0;
  const sent = (): void => onSent();
  const answered = (message: unknown): void => {
    const { headers } = (message as { response: { headers: readonly Buffer[] } }).response; // as Node documents this channel
    const names = headers.map(String);
    if (names.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'playhead-recorded' && names[index + 1] === '1')) recorded += 1;
  };
  subscribe('undici:request:bodySent', sent);
  subscribe('undici:request:headers', answered);
  return {
    recorded: () => recorded,
    stop() {
      unsubscribe('undici:request:bodySent', sent);
      unsubscribe('undici:request:headers', answered);
    },
  };
}

async function record(name: string, kills: ReadonlyMap<number, Moment>): Promise<SessionDocument> {
  const home = temporary();
  const dir = join(home, 'data');
  const entries = readCapture(captureOf(name), join(home, 'claude'));
  mkdirSync(dir);
  writeFileSync(join(dir, 'redaction.key'), '5a'.repeat(32)); // the same pseudonyms in every recording that is compared
  const server = await serverProcess(bin, dir);
  const signals: unknown[] = [];
  let restarts = Promise.resolve();
  let armed = false;
  const crash = (): Promise<void> => (restarts = restarts.then(async () => {
    signals.push(await server.kill());
    await server.start();
  }));
  const wire = watchWire(() => {
    if (!armed) return;
    armed = false;
    crash().catch(() => undefined); // awaited below
  });
  try {
    const acknowledged = await sendCapture(entries, {
      url: server.url, speed: Number.POSITIVE_INFINITY, name: 'crash',
      async onAcknowledged(count) {
        const moment = kills.get(count);
        if (moment === 'between') await crash();
        else armed = moment === 'in flight';
      },
    });
    await restarts;
    expect(acknowledged).toBe(entries.length);
    expect(wire.recorded()).toBe(entries.length);
    expect(signals).toEqual(Array.from(kills, () => 'SIGKILL'));
  } finally {
    wire.stop();
    await restarts.catch(() => undefined);
    expect(await server.kill()).toBe('SIGKILL'); // the last one, too, has no time to tidy up
  }
  const listed = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { sessionId: string }[] }; // our own command's answer
  expect(listed.sessions).toHaveLength(1);
  const shown = await playhead(['sessions', 'show', listed.sessions[0]!.sessionId, '--json', '--dir', dir]);
  expect(shown.code).toBe(0);
  return JSON.parse(shown.out) as SessionDocument; // our own command's answer
}

const kills = Number(process.env['PLAYHEAD_KILLS'] ?? 20);

test(`loses no acknowledged payload when the server is killed ${kills} times, and replays the same`, async () => {
  const calm = await record('jwt-auth', new Map());
  expect(calm.session.status).toBe('completed');
  expect(calm.turns).toHaveLength(3);
  expect(stepsOf(calm).filter(({ toolUseId }) => toolUseId !== undefined)).toHaveLength(96);
  const killed = await record('jwt-auth', killsOf(kills, 275, 20_261_121));
  expect(comparable(killed)).toEqual(comparable(calm));
}, 300_000);

test.each<Moment>(['between', 'in flight'])('joins a permission request to its call when the server died between the two: %s', async (moment) => {
  const events = readCapture(captureOf('tui-deny'), temporary()).map(({ payload }) => payload['hook_event_name']);
  const after = events.indexOf('PreToolUse') + 1;
  expect(events[after]).toBe('PermissionRequest');
  const calm = await record('tui-deny', new Map());
  expect(stepsOf(calm)).toMatchObject([{ status: 'denied', permission: { by: 'user' } }]);
  expect(comparable(await record('tui-deny', new Map([[after, moment]])))).toEqual(comparable(calm));
}, 60_000);
