import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { runLoad } from '../../bench/live/load.mjs';
import { bundleServer, startServer } from '../../bench/live/server-process.mjs';

const MEBIBYTE = 1024 * 1024;

/** How many look on and for how long. */
export interface Crowd {
  readonly sessions: number;
  readonly viewers: number;
  readonly seconds: number;
}

/**
 * Lets writers append to a real server by HTTP while viewers follow them, some read nothing and others go away at once. Expects that
 * every viewer sees every event once and in its order, that memory stays within bounds, and that nothing stays behind when all have left.
 */
export async function manyViewers({ sessions, viewers, seconds }: Crowd): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'playhead-live-'));
  const server = await startServer(await bundleServer(directory), join(directory, 'data'));
  try {
    const before = await server.look({ collect: true });
    let most = before;
    const { wake, leave, ...result } = await runLoad({
      url: server.url, sessions, viewers, seconds, sleepers: 10, passersBy: 10,
      async onTick() {
        const now = await server.look();
        most = { ...now, rss: Math.max(now.rss, most.rss), watches: Math.max(now.watches, most.watches) };
      },
    });
    expect(result).toMatchObject({ lost: 0, wrong: 0, failed: 0 });
    expect(result.events).toBeGreaterThan(sessions);
    expect(await wake()).toBe(0);
    // One watch of each log, and those of the folder; not one for each viewer.
    expect(most.watches).toBeLessThan(sessions + 10);
    expect(most.rss - before.rss).toBeLessThan(256 * MEBIBYTE);
    leave();
    await vi.waitFor(async () => {
      const left = await server.look({ collect: true });
      expect(left.watches).toBeLessThanOrEqual(before.watches + 1);
      expect(left.sockets ?? 0).toBeLessThanOrEqual((before.sockets ?? 0) + 1);
      expect(left.heapUsed - before.heapUsed).toBeLessThan(32 * MEBIBYTE);
    }, { interval: 500 });
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
