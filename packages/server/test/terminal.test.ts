import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { createReplay, logSource, type ReplayStore } from '@playhead/replay-core';
import { keepKeyframes, type TerminalTrack } from '@playhead/replay-core/terminal';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { Terminal } from '@xterm/headless';
import { afterEach, expect, test, vi } from 'vitest';
import type { Handler } from '../src/index.ts';
import { get, handlerFor, HOST, json } from './support.ts';

const ID = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const START = 1_763_700_000_000_000;
const emulator = async (): Promise<typeof Terminal> => Terminal;
const open: ReplayStore[] = [];
afterEach(() => {
  for (const replay of open.splice(0)) replay.close();
});

async function recorded(events: readonly (readonly [type: string, at: number, data: JsonObject, call?: string])[]): Promise<SessionStorage> {
  const storage = memoryStorage();
  await storage.create({ sessionId: ID, name: 'A terminal', harness: 'pty', agentName: 'a', workspaceName: 'w' });
  await storage.append(ID, events.map(([type, at, data, call = 'run/1'], n) => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: START + at, type, via: 'pty', data, call })));
  return storage;
}

const typed = (): Promise<SessionStorage> => recorded([
  ['terminal_command', 0, { command: 'make', pty: { columns: 100, rows: 30 } }], ['terminal_output', 5, { stream: 'pty', text: '\u001b[1mone' }], ['terminal_output', 6, { stream: 'pty', text: 'of another' }, 'run/2'],
  ['terminal_input', 7, { text: '', redacted: true }], ['terminal_output', 9, { stream: 'pty', text: '/w==', encoding: 'base64' }], ['terminal_resize', 9, { columns: 80, rows: 24 }],
  ['terminal_output', 12, { stream: 'pty', text: '', exitCode: 143, signal: 'SIGTERM' }],
]);

test('tells what one terminal did, without all else that its records say', async () => {
  const handler = handlerFor({ storage: await typed() });
  const address = `/api/v1/sessions/${ID}/terminal?call=run%2F1`;
  const pieces = [[START + 5, '\u001b[1mone'], [2, { input: '', redacted: true }], [2, { bytes: '/w==' }], [0, { resize: [80, 24] }], [3, { exitCode: 143, signal: 'SIGTERM' }]];
  expect(await json(await get(handler, address))).toEqual({ schemaVersion: 1, pieces });
  expect(await json(await get(handler, `${address}&after=0.1.p`))).toEqual({ schemaVersion: 1, pieces: [[START + 7, { input: '', redacted: true }], ...pieces.slice(2)] });
  expect(await json(await get(handler, `/api/v1/sessions/${ID}/terminal?call=none`))).toEqual({ schemaVersion: 1, pieces: [] });
  expect((await get(handler, `${address}&after=1`)).status).toBe(400);
  expect((await get(handler, `/api/v1/sessions/${ID}/terminal`)).status).toBe(400);
  expect((await get(handler, `/api/v1/sessions/${ID.replace('0193', '0194')}/terminal?call=x`)).status).toBe(404);
});

/** A long terminal: a line for each piece, and now and then a screen of its own. */
const long = (): Promise<SessionStorage> => recorded([
  ['terminal_command', 0, { command: 'make', pty: { columns: 80, rows: 24 } }],
  ...Array.from({ length: 2000 }, (_, index) => ['terminal_output', (index + 1) * 1000, { stream: 'pty', text: `\u001b[3${index % 8}m${index}\u001b[0m ${'x'.repeat(90)}\r\n` }] as const),
]);

/** Opens the terminal over a server, and notes what is asked for. */
async function opened(handler: Handler, refuses: (path: string) => boolean = () => false): Promise<{ readonly track: TerminalTrack; readonly asked: string[] }> {
  const asked: string[] = [];
  const ask: typeof fetch = async (input, init) => {
    const path = String(input).slice(HOST.length);
    asked.push(path.split('?')[0]?.split('/').slice(5).join('/') ?? '');
    return refuses(path) ? new Response('no such thing', { status: 404 }) : handler(new Request(String(input), init), { port: 7433, remoteAddress: '127.0.0.1' }); // we ask by address alone
  };
  const replay = createReplay(logSource({ url: `${HOST}/api/v1/sessions/${ID}/records`, fetch: ask, live: false }));
  open.push(replay);
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const track = await replay.terminal('run/1', emulator);
  asked.length = 0;
  return { track, asked };
}

const screens = async (track: TerminalTrack): Promise<unknown> => Promise.all([1, 500_000, 1_234_567, 2_000_000].map((at) => track.screenAt(START + at)));

test('a page reads a terminal by what it did, and where a server cannot tell that, by its records', async () => {
  const storage = await long();
  await keepKeyframes(storage, ID, { emulator });
  const handler = handlerFor({ storage });
  const brief = await opened(handler);
  const found = await screens(brief.track);
  expect(brief.asked).toContain('terminal');
  const plain = await opened(handler, (path) => path.includes('/terminal?'));
  expect(await screens(plain.track)).toEqual(found);
  expect(plain.asked).toContain('records');
});
