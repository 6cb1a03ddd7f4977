import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler, readDocument, type Handler } from '@playhead/server';
import { drainHookSpool, hookSpool, noteMissed } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, vi } from 'vitest';
import { differences, truthOf } from '../../../tooling/claude-truth.mjs';
import { smallDisk } from './small-disk.ts';

const fixtures = new URL('../../hooks-claude/fixtures/', import.meta.url).pathname;
const spoolScript = new URL('../../hooks-claude/plugin/hooks/spool.sh', import.meta.url).pathname;

interface Arrival { readonly at_us: number; readonly payload: Record<string, unknown> }

/** A server that can be killed: from then on nothing that it does reaches the disk. */
interface MortalServer {
  readonly handler: Handler;
  kill(): void;
}

/** A machine on which a captured session runs. */
interface Machine {
  /** Where the client's own files lie. */
  readonly home: string;
  /** Where recordings and spool lie. */
  readonly dir: string;
  readonly arrivals: readonly Arrival[];
  /** @param backlog - Settled once what waits on the disk was handed over. */
  start(backlog?: Promise<unknown>): MortalServer;
}

/** What goes wrong from a position of a capture on. */
export type Fault = (machine: Machine, position: number) => Promise<void>;

/** The server dies before it hears of one payload, and the next one hears of what follows. */
export const killed: Fault = async ({ arrivals, start }, position) => {
  const first = start();
  for (const arrival of arrivals.slice(0, position)) await send(first, arrival);
  first.kill();
  const second = start();
  for (const arrival of arrivals.slice(position + 1)) await send(second, arrival);
  second.kill();
};

/** The hook of one payload dies in the middle of what it sends. */
export const crashed: Fault = async ({ arrivals, start }, position) => {
  const server = start();
  for (const [index, arrival] of arrivals.entries()) {
    const text = JSON.stringify(arrival.payload);
    if (index === position) expect(await answered(server, text.slice(0, text.length * 0.6), arrival.at_us)).toBeNull();
    else await send(server, arrival);
  }
  server.kill();
};

/** The hook of one payload hangs: what it sends arrives after the next two of its session, or with the last one. */
export const hung: Fault = async ({ arrivals, start }, position) => {
  const server = start();
  const late = arrivals[position];
  const after = late ? arrivals.slice(position + 1).filter(({ payload }) => payload['session_id'] === late.payload['session_id']).slice(0, 2).at(-1) : undefined;
  for (const arrival of arrivals) {
    if (arrival === late && after) continue;
    await send(server, arrival);
    if (late && arrival === after) await send(server, { ...late, at_us: arrival.at_us + 1000 });
  }
  server.kill();
};

/** The hooks of a session that was resumed hang until the server has read the client's own files, which tell already what follows. */
export const resumedLate: Fault = async ({ arrivals, start, dir }, position) => {
  const server = start();
  for (const arrival of arrivals.slice(0, position)) await send(server, arrival);
  await transcriptRead(dir, String(arrivals[position]?.payload['session_id']));
  for (const arrival of arrivals.slice(position)) await send(server, arrival);
  server.kill();
};

/** A session is resumed while no server runs, and its hooks wait in the spool; the next server hears of another session before it hears of them. */
export const resumedInSpool: Fault = async ({ arrivals, start, dir }, position) => {
  const first = start();
  for (const arrival of arrivals.slice(0, position)) await send(first, arrival);
  first.kill();
  const resumed = arrivals[position]?.payload['session_id'];
  const [other] = arrivals.slice(position).flatMap(({ payload: { session_id: id } }) => (id === resumed ? [] : [id]));
  const spool = hookSpool(dir);
  mkdirSync(spool, { recursive: true });
  for (const { at_us: at, payload } of arrivals.slice(position).filter((arrival) => arrival.payload['session_id'] !== other)) {
    writeFileSync(join(spool, `${Math.floor(at / 1e6)}.${String(at % 1e6).padStart(6, '0')}_1_0_1_off.part`), `${JSON.stringify(payload)}\n`);
  }
  let drained = (): void => undefined;
  const second = start(new Promise<void>((resolve) => { drained = resolve; }));
  for (const arrival of arrivals.slice(position).filter(({ payload }) => payload['session_id'] === other)) await send(second, arrival);
  await transcriptRead(dir, String(other));
  const { waiting, unreadable } = await drainHookSpool({ spool, handler: second.handler });
  expect([waiting, unreadable]).toEqual([0, 0]);
  drained();
  await second.handler.close();
  second.kill();
  const told = fsStorage({ dir });
  const { sessions } = await told.list({ harnessSessionId: String(resumed) });
  const documents = await Promise.all(sessions.map(({ sessionId }) => readDocument(told, sessionId)));
  const asked = documents.sort((a, b) => (a.session.generation ?? 0) - (b.session.generation ?? 0)).map(({ turns }) => turns.flatMap(({ prompt }) => (typeof prompt?.text === 'string' ? [prompt.text] : [])));
  expect(asked).toEqual([['Begin with it'], ['Go on with it', '/compact keep the names', 'And after that'], []]);
  await told.close();
};

/** Waits until a server has read the client's own file of a session: no hook tells what a turn took. */
async function transcriptRead(dir: string, session: string): Promise<void> {
  const told = fsStorage({ dir });
  await vi.waitFor(async () => {
    const { sessions } = await told.list({ harnessSessionId: session });
    const spent = await Promise.all(sessions.map(async ({ sessionId }) => (await readDocument(told, sessionId)).usage.outputTokens));
    expect(Math.max(0, ...spent)).toBeGreaterThan(0);
  }, { timeout: 30_000, interval: 20 });
  await told.close();
}

/** Something else than a payload is sent in its place. */
export const noJson: Fault = async ({ arrivals, start }, position) => {
  const server = start();
  const wrong = ['{"continue": fals', '[]', 'null', '\u0000\u0001', '{}'];
  for (const [index, arrival] of arrivals.entries()) {
    if (index === position) for (const text of wrong) expect(await answered(server, text, arrival.at_us)).toBeNull();
    else await send(server, arrival);
  }
  server.kill();
};

/** A disk is full from one payload on, and has room again when all are sent. The same server goes on. */
export const full: Fault = async ({ arrivals, start }, position) => {
  const { fill, free } = diskOf(start);
  const server = start();
  const stored: (string | null)[] = [];
  for (const [index, arrival] of arrivals.entries()) {
    if (index === position) fill();
    if (index < position) await send(server, arrival);
    else stored.push(await answered(server, JSON.stringify(arrival.payload), arrival.at_us));
  }
  if (stored.length > 10) expect(stored).toContain(null); // a few bytes may find room in the last page of a file
  free();
};

/** A disk is full from one payload on, and the server dies before there is room again: the next one knows from the spool what is missing. */
export const fullThenKilled: Fault = async ({ arrivals, start, dir }, position) => {
  const { fill, free } = diskOf(start);
  mkdirSync(hookSpool(dir), { recursive: true });
  const first = start();
  for (const [index, arrival] of arrivals.entries()) {
    if (index === position) fill();
    await answered(first, JSON.stringify(arrival.payload), arrival.at_us);
  }
  first.kill();
  free();
  const second = start();
  const { waiting } = await drainHookSpool({ spool: hookSpool(dir), handler: second.handler });
  expect([waiting, readdirSync(hookSpool(dir))]).toEqual([0, []]);
  second.kill();
};

/** The spool's disk is full from one payload on. The hook must not say so, and no server reads before there is room again. */
export const fullSpool: Fault = async ({ arrivals, start, dir }, position) => {
  const { fill, free } = diskOf(start);
  for (const [index, { payload }] of arrivals.entries()) {
    if (index === position) fill();
    const { status, stdout, stderr } = spawnSync('/bin/sh', [spoolScript, '1'], { input: `${JSON.stringify(payload)}\n`, env: { PATH: process.env['PATH'] ?? '', HOME: dir, PLAYHEAD_HOME: dir, PLAYHEAD_REDACTION: 'off', CLAUDE_CODE_SESSION_ID: String(payload['session_id']) }, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  }
  free();
  const server = start();
  const { waiting, unreadable } = await drainHookSpool({ spool: hookSpool(dir), handler: server.handler });
  expect([waiting, unreadable, readdirSync(hookSpool(dir))]).toEqual([0, 0, []]);
  server.kill();
};

/** Every position of a capture, or every so manieth. */
export const every = (step: number) => function* (count: number): Iterable<number> {
  for (let position = 0; position < count; position += step) yield position;
};

/**
 * Plays a capture once for every position in it, with a fault there. In the end a last server starts, as it does with the next session. What it
 * shows must be what happened, by the client's own files.
 */
export async function walk(capture: string, positions: (count: number) => Iterable<number>, fault: Fault = killed): Promise<void> {
  const count = arrivalsOf(capture, '').length;
  for (const position of positions(count)) await faultAt(capture, position, fault);
}

const disks = new WeakMap<Machine['start'], { fill(): void; free(): void }>();
function diskOf(start: Machine['start']): { fill(): void; free(): void } {
  const disk = disks.get(start);
  if (!disk) throw new TypeError('This fault needs a disk of its own.');
  return disk;
}

async function faultAt(capture: string, position: number, fault: Fault): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'playhead-faults-'));
  const disk = [full, fullSpool, fullThenKilled].includes(fault) ? await smallDisk(24) : undefined;
  const dir = join(disk?.path ?? home, 'data');
  const servers: MortalServer[] = [];
  const start = (backlog?: Promise<unknown>): MortalServer => {
    const server = mortalServer(dir, home, backlog);
    servers.push(server);
    return server;
  };
  if (disk) disks.set(start, disk);
  try {
    cpSync(join(fixtures, capture, 'transcripts'), join(home, 'projects'), { recursive: true });
    const arrivals = arrivalsOf(capture, home);
    await fault({ home, dir, arrivals, start }, position);
    if (fault !== full) start();
    const truth = truthOf(join(home, 'projects'));
    const told = fsStorage({ dir });
    const name = `${capture}, ${fault.name} at payload ${position} (${String(arrivals[position]?.payload['hook_event_name'])})`;
    await vi.waitFor(async () => {
      const { sessions } = await told.list({ limit: 100 });
      const documents = await Promise.all(sessions.map(({ sessionId }) => readDocument(told, sessionId)));
      const found = truth.flatMap((happened) => {
        const own = documents.filter(({ session }) => session.harnessSessionId === happened.session);
        return [...differences(happened, own), ...own.filter(({ session }) => session.status !== 'completed').map(({ session }) => `${session.sessionId} is ${session.status}`)];
      });
      expect([name, ...found]).toEqual([name]);
    }, { timeout: 30_000, interval: 20 });
    await told.close();
  } finally {
    for (const server of servers) await server.handler.close();
    await disk?.remove();
    rmSync(home, { recursive: true, force: true });
  }
}

function arrivalsOf(capture: string, home: string): readonly Arrival[] {
  return readFileSync(join(fixtures, capture, 'hooks.jsonl'), 'utf8').trim().split('\n')
    .map((line) => JSON.parse(line.replaceAll('/home/dev/.claude/', `${home}/`)) as Arrival); // the fixture's own format
}

/** What a hook is answered: what the agent hears is the same whatever happened. */
async function answered({ handler }: MortalServer, body: string, at: number): Promise<string | null> {
  const headers = { 'content-type': 'application/json', 'playhead-at': String(at), host: '127.0.0.1' };
  const response = await handler(new Request('http://127.0.0.1/hooks/claude', { method: 'POST', body, headers }), { remoteAddress: '127.0.0.1' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  return response.headers.get('playhead-recorded');
}

async function send(server: MortalServer, { at_us: at, payload }: Arrival): Promise<void> {
  expect(await answered(server, JSON.stringify(payload), at)).toBe('1');
}

function mortalServer(dir: string, home: string, backlog: Promise<unknown> | undefined): MortalServer {
  let dead = false;
  const storage = new Proxy(fsStorage({ dir }), {
    get(target, name: keyof SessionStorage) {
      const member = target[name];
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (dead && name !== 'close') throw new PlayheadError('storage_unavailable', 'This server was killed, so nothing is stored by it any more. Ask the next one.');
        return Reflect.apply(member, target, args);
      };
    },
  });
  const recordingOf = createSessionRecording({ dir, redaction: { policy: 'off' } });
  const handler = createHandler({ storage, recordingOf, harnesses: [claudeHarness], histories: { delayMs: 1, retryMs: 20, env: { CLAUDE_CONFIG_DIR: home }, onMissed: ({ session, redaction }) => noteMissed(hookSpool(dir), session, redaction), ...(backlog && { backlog }) }, onError: () => undefined });
  return { handler, kill: () => { dead = true; } };
}
