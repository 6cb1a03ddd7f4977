import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForServer } from '../src/local-server.ts';
import { buildBin, playhead, temporary } from './support.ts';

const EVENTS = 700;

/** An agent of a few lines that uses the recorder of its process. */
const AGENT = `
import { recordStart, recordEvent, recordStop, close } from '@playhead/recorder';
const [ending] = process.argv.slice(2);
const { sessionId, replayUrl } = await recordStart({ name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' });
console.log(sessionId, replayUrl);
for (let n = 0; n < ${EVENTS}; n += 1) recordEvent({ sessionId, type: 'moment', data: { title: String(n) } });
if (ending === 'exit') process.exit(3);
await recordStop({ sessionId, outcome: 'success' });
if (ending === 'close') await close();
if (ending === 'stays') { process.stdin.on('data', () => process.exit(0)); }
`;

const folder = temporary();
let bin = '';
let agent = '';
beforeAll(async () => {
  bin = await buildBin();
  agent = join(folder, 'agent.mjs');
  await build({ stdin: { contents: AGENT, resolveDir: import.meta.dirname, loader: 'js' }, outfile: agent, bundle: true, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'silent', banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
}, 60_000);
const ending: (() => unknown)[] = [];
afterAll(() => {
  for (const end of ending) end();
  rmSync(bin, { force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // it listens on a port
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A central server on a port, with a data directory of its own. */
async function central(port: number, dir: string): Promise<void> {
  const child = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', String(port)], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', HOME: folder } });
  ending.push(() => child.kill('SIGKILL'));
  await waitForServer(dir, { ...(child.pid !== undefined && { pid: child.pid }), timeoutMs: 30_000 });
}

interface Run { readonly stdout: () => string; readonly stdin: NodeJS.WritableStream; readonly ended: Promise<{ code: number | null; stderr: string; sessionId: string; replayUrl: string }> }

function run(how: string, home: string, url: string): Run {
  const child = spawn(process.execPath, [agent, how], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', HOME: home, PLAYHEAD_HOME: home, PLAYHEAD_URL: url } });
  ending.push(() => child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  return {
    stdout: () => stdout, stdin: child.stdin,
    ended: once(child, 'close').then(([code]: (number | null)[]) => {
      const [sessionId = '', replayUrl = ''] = stdout.trim().split(' ');
      return { code: code ?? null, stderr, sessionId, replayUrl };
    }),
  };
}

async function eventsIn(dir: string, sessionId: string): Promise<number> {
  const storage = fsStorage({ dir });
  try {
    return (await storage.get(sessionId))?.events ?? 0;
  } finally {
    await storage.close();
  }
}

test.each(['ends', 'close'])('an agent that %s leaves its session at the server that PLAYHEAD_URL names, and in its own files', async (how) => {
  const [home, dir, port] = [temporary(), temporary(), await freePort()];
  await central(port, dir);
  const { code, stderr, sessionId, replayUrl } = await run(how, home, `http://127.0.0.1:${port}`).ended;
  expect([code, stderr, replayUrl]).toEqual([0, '', `http://127.0.0.1:${port}/sessions/${sessionId}`]);
  expect([await eventsIn(dir, sessionId) > EVENTS, await eventsIn(dir, sessionId)]).toEqual([true, await eventsIn(home, sessionId)]);
}, 60_000);

test('what an agent that exits at once leaves is sent by the next one', async () => {
  const [home, dir, port] = [temporary(), temporary(), await freePort()];
  await central(port, dir);
  const first = await run('exit', home, `http://127.0.0.1:${port}`).ended;
  expect([first.code, first.stderr, await eventsIn(home, first.sessionId)]).toEqual([3, '', EVENTS + 1]);
  await run('ends', home, `http://127.0.0.1:${port}`).ended;
  expect(await eventsIn(dir, first.sessionId)).toBe(EVENTS + 1);
}, 60_000);

test('an agent ends as ever while the server is down, and playhead push sends what it left', async () => {
  const [home, dir, port] = [temporary(), temporary(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const ended = await Promise.all(['ends', 'exit', 'close'].map((how) => run(how, home, url).ended));
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual([[0, ''], [3, ''], [0, '']]);
  await central(port, dir);
  expect((await playhead(['push', '--all', '--dir', home], { env: { PLAYHEAD_URL: url } })).code).toBe(0);
  for (const { sessionId } of ended) expect(await eventsIn(dir, sessionId)).toBe(await eventsIn(home, sessionId));
}, 60_000);

test('a server that takes connections and says nothing delays the end of an agent by no more than a few seconds', async () => {
  const silent = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  ending.push(() => silent.close());
  const { code, stderr, sessionId } = await run('ends', folder, `http://127.0.0.1:${(silent.address() as AddressInfo).port}`).ended; // it listens on a port
  expect([code, stderr, await eventsIn(folder, sessionId) > EVENTS]).toEqual([0, '', true]);
}, 25_000);

test('an agent that goes on is sent once the server is there', async () => {
  const [home, dir, port] = [temporary(), temporary(), await freePort()];
  const agent = run('stays', home, `http://127.0.0.1:${port}`);
  await expect.poll(agent.stdout).not.toBe('');
  await central(port, dir);
  const [sessionId = ''] = agent.stdout().split(' ');
  await expect.poll(() => eventsIn(dir, sessionId), { timeout: 40_000 }).toBeGreaterThan(EVENTS);
  agent.stdin.write('end\n');
  expect((await agent.ended).code).toBe(0);
}, 90_000);

test('an address that is none keeps nobody from recording', async () => {
  const home = temporary();
  const { code, sessionId } = await run('ends', home, 'no address').ended;
  expect([code, await eventsIn(home, sessionId) > EVENTS]).toEqual([0, true]);
  expect((await playhead(['doctor', '--dir', home], { env: { PLAYHEAD_URL: 'no address' } })).out).toContain('MEND  PLAYHEAD_URL cannot be used');
}, 60_000);
