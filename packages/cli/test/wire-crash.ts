// Sessions recorded to a server that is killed, cut off and without room: what is there in the end must be what was sent.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder } from '@playhead/recorder';
import { tokenDirectory } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { httpStorage } from '@playhead/storage-adapters/http';
import { outboxStorage, type OutboxStorage } from '@playhead/storage-adapters/outbox';
import type { SessionStorage } from '@playhead/protocol';
import { expect } from 'vitest';
import { readServerNote, waitForServer } from '../src/local-server.ts';
import { cuttingProxy } from './cutting-proxy.ts';
import { temporary } from './support.ts';

/** How much of it. */
export interface WireCrashPlan {
  readonly sessions: number;
  /** Events of each. */
  readonly events: number;
  /** How often the server is killed. */
  readonly kills: number;
  readonly seed: number;
}

/** What happened. */
export interface WireCrashReport {
  readonly kills: number;
  /** How many of them came while something was on its way. */
  readonly inTheMiddle: number;
  /** Connections that were broken. */
  readonly cuts: number;
  /** Whether the server's disk was full once; undefined where none can be mounted here. */
  readonly wasFull: boolean | undefined;
  readonly bytes: number;
  readonly seconds: number;
}

/** Runs it, and expects that nothing is lost, nothing is there twice and everything is in order. */
export async function wireCrash(bin: string, plan: WireCrashPlan): Promise<WireCrashReport> {
  const began = Date.now();
  const random = randomOf(plan.seed);
  const disk = smallDisk();
  const dir = join(disk.path, 'home');
  mkdirSync(dir, { recursive: true });
  const { secret } = tokenDirectory(dir).create({ kind: 'ingest' });
  const server = serverOf(bin, dir);
  await server.start();
  const proxy = await cuttingProxy(() => Number(new URL(readServerNote(dir)?.url ?? 'http://127.0.0.1:9').port));
  const local = fsStorage({ dir: temporary() });
  const seen = new Set<string>(); // the codes of failures
  const storage = outboxStorage({ local, remote: httpStorage({ url: proxy.url, token: secret, retries: 1, retryMs: 20 }), gatherMs: 20, onError: ({ code }) => seen.add(code) });
  const recorder = createRecorder({ storage, redaction: { policy: 'off' }, serverUrl: proxy.url, spoolDir: temporary() });
  let [cuts, kills, inTheMiddle] = [0, 0, 0];
  let wasFull: boolean | undefined = disk.isSmall ? false : undefined;
  try {
    const ids: string[] = [];
    for (let index = 0; index < plan.sessions; index += 1) ids.push((await recorder.recordStart({ name: `session ${index}`, harness: 'test', agentName: 'a', workspaceName: 'w' })).sessionId);
    /** On a quick machine all was sent by now: gives every session something more to send. */
    const more = async (): Promise<void> => {
      for (const sessionId of ids) recorder.recordEvent({ sessionId, type: 'terminal_output', data: { text: 'more', stream: 'stdout' } });
      await recorder.flush();
    };
    const share = Math.ceil(plan.events / plan.kills);
    for (let round = 0; round < plan.kills; round += 1) {
      for (const sessionId of ids) for (let n = round * share; n < Math.min(plan.events, (round + 1) * share); n += 1) recorder.recordEvent({ sessionId, type: 'terminal_output', data: { text: `${n} ${'ü🚀x'.repeat(20 + (n % 50))}`, stream: 'stdout' } });
      await recorder.flush();
      if (wasFull === false && round === Math.floor(plan.kills / 2)) wasFull = await fillUp(disk, more, seen);
      for (let cut = 0; cut < 2; cut += 1) {
        await somethingSent(storage);
        await pause(random(40));
        cuts += proxy.cut();
      }
      await somethingSent(storage);
      await pause(random(80));
      if (storage.status().waitingSessions === 0) await more();
      if (storage.status().waitingSessions > 0) inTheMiddle += 1;
      expect(await server.kill()).toBe('SIGKILL');
      kills += 1;
      await server.start();
    }
    await storage.uploaded({ signal: AbortSignal.timeout(240_000) });
    await recorder.close();
    const there = fsStorage({ dir });
    const producers = fsStorage({ dir: (local.location ?? '') });
    for (const sessionId of ids) expect(await linesOf(there, sessionId)).toEqual(await linesOf(producers, sessionId));
    const raw = rawLines(dir);
    expect(raw.length, 'no line is there twice').toBe(new Set(raw).size);
    const bytes = raw.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    for (const sessionId of ids) expect((await linesOf(there, sessionId)).length).toBeGreaterThan(plan.events);
    await Promise.all([there.close(), producers.close()]);
    return { kills, inTheMiddle, cuts, wasFull, bytes, seconds: (Date.now() - began) / 1000 };
  } finally {
    await storage.close();
    await server.kill();
    await proxy.close();
    disk.remove();
  }
}

/** Waits until the server has acknowledged something that it had not, or nothing is left to acknowledge. */
async function somethingSent(storage: OutboxStorage): Promise<void> {
  const before = storage.status().lastAckAt;
  await expect.poll(() => storage.status().lastAckAt !== before || storage.status().waitingSessions === 0, { timeout: 60_000, interval: 10 }).toBe(true);
}

/** Takes all room of the server's disk until a client hears of it, then gives it back. */
async function fillUp(disk: SmallDisk, more: () => Promise<void>, seen: ReadonlySet<string>): Promise<boolean> {
  const path = join(disk.path, 'filler');
  const { bavail, bsize } = statfsSync(disk.path);
  try {
    writeFileSync(path, Buffer.alloc(Number(bavail) * Number(bsize)));
  } catch {
    // that is what it is for
  }
  await more();
  await expect.poll(() => seen.has('storage_full'), { timeout: 60_000 }).toBe(true);
  rmSync(path);
  return true;
}

interface SmallDisk { readonly path: string; readonly isSmall: boolean; remove(): void }

function smallDisk(): SmallDisk {
  const path = mkdtempSync(join(temporary(), 'disk-'));
  const mounted = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=192m', 'tmpfs', path]).status === 0;
  if (!mounted) process.stderr.write('\n!!! a small disk cannot be mounted here (not root): the full disk is NOT tested !!!\n');
  return { path, isSmall: mounted, remove: () => { if (mounted) spawnSync('umount', ['-l', path]); } };
}

function serverOf(bin: string, dir: string): { start(): Promise<void>; kill(): Promise<NodeJS.Signals | null | undefined> } {
  let child: ChildProcess | undefined;
  return {
    async start() {
      child = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', '0', '--allow-host', '127.0.0.2'], { stdio: ['ignore', 'ignore', 'ignore'], env: { PATH: process.env['PATH'] ?? '' } });
      await waitForServer(dir, { ...(child.pid !== undefined && { pid: child.pid }), timeoutMs: 60_000 });
    },
    async kill() {
      if (!child) return undefined;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      const [, signal] = (await gone) as [number | null, NodeJS.Signals | null]; // the arguments of this event
      child = undefined;
      return signal;
    },
  };
}

async function linesOf(storage: SessionStorage, sessionId: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { records } of storage.read(sessionId)) lines.push(...records.map(({ line }) => line));
  return lines;
}

/** Every line of every log, as the files hold them. */
function rawLines(dir: string): readonly string[] {
  const sessions = join(dir, 'sessions');
  return readdirSync(sessions).filter((name) => name.endsWith('.jsonl') && !name.includes('annotations')).flatMap((name) => readFileSync(join(sessions, name), 'utf8').split('\n').filter((line) => line !== ''));
}

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
