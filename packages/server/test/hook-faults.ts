import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler, readDocument, type Handler } from '@playhead/server';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, vi } from 'vitest';
import { differences, truthOf } from '../../../tooling/claude-truth.mjs';

const fixtures = new URL('../../hooks-claude/fixtures/', import.meta.url).pathname;

interface Arrival { readonly at_us: number; readonly payload: Record<string, unknown> }

/** A server that can be killed: from then on nothing that it does reaches the disk. */
interface MortalServer {
  readonly handler: Handler;
  kill(): void;
}

/**
 * Plays a capture once for every position in it: the server dies before it hears of the payload there, and the next one hears only of what
 * follows. In the end a last server starts, as it does with the next session. What it shows must be what happened, by the client's own files.
 */
export async function walk(capture: string, positions: (count: number) => Iterable<number>): Promise<void> {
  const count = arrivalsOf(capture, '').length;
  for (const position of positions(count)) await killAt(capture, position);
}

/** Every position of a capture, or every so manieth. */
export const every = (step: number) => function* (count: number): Iterable<number> {
  for (let position = 0; position < count; position += step) yield position;
};

async function killAt(capture: string, position: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'playhead-faults-'));
  const servers: MortalServer[] = [];
  const start = (): MortalServer => {
    const server = mortalServer(join(home, 'data'));
    servers.push(server);
    return server;
  };
  try {
    cpSync(join(fixtures, capture, 'transcripts'), join(home, 'projects'), { recursive: true });
    const arrivals = arrivalsOf(capture, home);
    const first = start();
    for (const arrival of arrivals.slice(0, position)) await send(first, arrival);
    first.kill();
    const second = start();
    for (const arrival of arrivals.slice(position + 1)) await send(second, arrival);
    second.kill();
    start();
    const truth = truthOf(join(home, 'projects'));
    const told = fsStorage({ dir: join(home, 'data') });
    const name = `${capture}, killed before payload ${position} (${String(arrivals[position]?.payload['hook_event_name'])})`;
    await vi.waitFor(async () => {
      const { sessions } = await told.list({ limit: 100 });
      const documents = await Promise.all(sessions.map(({ sessionId }) => readDocument(told, sessionId)));
      const found = truth.flatMap((happened) => {
        const own = documents.filter(({ session }) => session.harnessSessionId === happened.session);
        return [...differences(happened, own), ...own.filter(({ session }) => session.status !== 'completed').map(({ session }) => `${session.sessionId} is ${session.status}`)];
      });
      expect([name, ...found]).toEqual([name]);
    }, { timeout: 15_000, interval: 20 });
    await told.close();
  } finally {
    for (const server of servers) await server.handler.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function arrivalsOf(capture: string, home: string): readonly Arrival[] {
  return readFileSync(join(fixtures, capture, 'hooks.jsonl'), 'utf8').trim().split('\n')
    .map((line) => JSON.parse(line.replaceAll('/home/dev/.claude/', `${home}/`)) as Arrival); // the fixture's own format
}

async function send({ handler }: MortalServer, { at_us: at, payload }: Arrival): Promise<void> {
  const headers = { 'content-type': 'application/json', 'playhead-at': String(at), host: '127.0.0.1' };
  const response = await handler(new Request('http://127.0.0.1/hooks/claude', { method: 'POST', body: JSON.stringify(payload), headers }), { remoteAddress: '127.0.0.1' });
  expect(response.headers.get('playhead-recorded')).toBe('1');
}

function mortalServer(dir: string): MortalServer {
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
  const handler = createHandler({ storage, recordingOf, harnesses: [claudeHarness], histories: { delayMs: 1 }, onError: () => undefined });
  return { handler, kill: () => { dead = true; } };
}
