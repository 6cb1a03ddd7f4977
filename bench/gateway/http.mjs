// Over Streamable HTTP: calls of a tool by the SDK's client, with an answer of 20 bytes and of 100 kB; the way of one event of a stream, from when the server sends it until the client has
// it, with 20 bytes of text and 1 kB, one every 10 ms as a model's tokens come; the time to the first byte of an answer, by its length; and the way of 200 MB. Servers and taps are processes
// of their own.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { root } from '../../tooling/packages.mjs';
import { medianCalls, mediansOf, ofDirect, round, throughputOfDirect } from './figures.mjs';
import { EVERYTHING, withProgram } from './program.mjs';

const ROUNDS = 20;
const CALLS = { small: 50, large: 10 };
const CHUNKS = { bytes: { small: 20, large: 1000 }, count: 50, everyMs: 10, rounds: 6 };
const LENGTHS = { short: 10_000, long: 50_000_000 };
const FIRST_ROUNDS = 7;
const BULK_BYTES = 200_000_000;
const BULK_ROUNDS = 3;
const WAYS = ['direct', 'passing', 'recording'];

/** Microseconds of the median call and of the median event, seconds of what is long, milliseconds to first bytes, and ratios of them. */
export function measureHttp() {
  return withProgram(async (program) => {
    const tool = await measureTool(program);
    const server = fork(join(root, 'bench/gateway/http-server.mjs'));
    const [upstream] = await once(server, 'message');
    try {
      const chunk = await measureChunks(program, upstream);
      const firstBytes = await measureFirstBytes(program, upstream);
      const bulk = await measureBulk(program, upstream);
      return {
        rounds: ROUNDS,
        ratios: {
          tool: bySize(tool, ofDirect), chunk: bySize(chunk, ofDirect), bulk: throughputOfDirect(bulk),
          firstBytesLongToShort: Object.fromEntries(Object.entries(firstBytes).map(([name, { short, long }]) => [name, round(long / short)])),
        },
        microseconds: { tool, chunk, chunkOverDirect: bySize(chunk, overDirect) }, firstBytesMs: firstBytes, bulkSeconds: bulk,
      };
    } finally {
      server.send('close');
      await once(server, 'exit');
    }
  });
}

/** Does something by some ways to a server: straight to it, through a tap that records nothing, and through one that records. */
async function byWays(names, { bin, directory, env, unrecorded }, upstream, measure) {
  const urls = {};
  const taps = [];
  try {
    for (const name of names) {
      if (name === 'direct') urls.direct = upstream;
      else {
        const tap = await startTap(bin, upstream, { cwd: directory, env: name === 'passing' ? unrecorded : env });
        taps.push(tap);
        urls[name] = tap.url;
      }
    }
    return await measure(urls);
  } finally {
    await Promise.all(taps.map(({ end }) => end()));
  }
}

async function startTap(bin, upstream, options) {
  const child = spawn(process.execPath, [bin, 'gateway', 'http', '--upstream', upstream, '--name', 'bench', '--json'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), gone.then(() => { throw new Error('The tap did not start.'); })]);
  return {
    url: JSON.parse(line[0]).url,
    async end() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function measureTool(program) {
  const port = await freePort();
  const server = spawn(process.execPath, [EVERYTHING, 'streamableHttp'], { env: { PATH: process.env.PATH, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = once(server, 'exit');
  try {
    await Promise.race([once(server.stderr, 'data'), gone.then(() => { throw new Error('The server did not start.'); })]); // it says that it listens
    server.stderr.resume();
    return await byWays(WAYS, program, `http://127.0.0.1:${port}/mcp`, async (urls) => {
      const connections = {};
      for (const [name, url] of Object.entries(urls)) connections[name] = await connectClient(url);
      const p50 = {};
      for (const [size, bytes] of [['small', 20], ['large', 100_000]]) p50[size] = await medianCalls(connections, 'x'.repeat(bytes), CALLS[size], ROUNDS);
      for (const { close } of Object.values(connections)) await close();
      return p50;
    });
  } finally {
    server.kill('SIGKILL');
    await gone;
  }
}

async function connectClient(url) {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return { call: (message) => client.callTool({ name: 'echo', arguments: { message } }), close: () => client.close() };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Microseconds from when an event was sent until it is there. */
function measureChunks(program, upstream) {
  return byWays(WAYS, program, upstream, async (urls) => {
    const p50 = {};
    for (const [size, bytes] of Object.entries(CHUNKS.bytes)) {
      const times = timesOf(WAYS);
      for (let turn = 0; turn <= CHUNKS.rounds; turn += 1) {
        for (const [name, url] of Object.entries(urls)) {
          const onBytes = (piece, at) => {
            const sent = /"message":"(\d+)/.exec(piece.latin1Slice())?.[1];
            if (turn > 0 && sent !== undefined) times[name].push(Number(at - BigInt(sent)) / 1000); // the first turn warms up
          };
          await ask(url, 'chunks', { bytes, count: CHUNKS.count, everyMs: CHUNKS.everyMs }, { onBytes });
        }
      }
      p50[size] = mediansOf(times, Math.round);
    }
    return p50;
  });
}

/** Milliseconds from a question to the first byte of its answer, on a connection that is there. A tap records a long answer for a while after it came, so each round has new ones. */
async function measureFirstBytes(program, upstream) {
  const times = Object.fromEntries(WAYS.map((name) => [name, timesOf(Object.keys(LENGTHS))]));
  for (let turn = 0; turn <= FIRST_ROUNDS; turn += 1) {
    for (const name of WAYS) {
      await byWays([name], program, upstream, async (urls) => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (let count = 0; count < 20; count += 1) await ask(urls[name], 'whole', { bytes: LENGTHS.short }, { agent });
        for (const [length, bytes] of Object.entries(LENGTHS)) {
          const { first } = await ask(urls[name], 'whole', { bytes }, { agent });
          if (turn > 0) times[name][length].push(first); // the first turn warms up
        }
        agent.destroy();
      });
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, mediansOf(each)]));
}

/** Seconds from the first byte to the last. */
async function measureBulk(program, upstream) {
  const times = timesOf(WAYS);
  for (let turn = 0; turn < BULK_ROUNDS; turn += 1) {
    for (const name of WAYS) await byWays([name], program, upstream, async (urls) => { times[name].push((await ask(urls[name], 'bulk', { bytes: BULK_BYTES })).whole); });
  }
  return mediansOf(times);
}

function timesOf(names) {
  return Object.fromEntries(names.map((name) => [name, []]));
}

/** Calls a tool of the bench's server. @returns Milliseconds until the first byte of the answer, and seconds from there to the last. */
function ask(url, tool, args, { agent, onBytes } = {}) {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: args, _meta: { progressToken: 1 } } });
    const asked = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': body.length, accept: 'application/json, text/event-stream' } });
    const began = performance.now();
    asked.once('error', reject).once('response', (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`The server answered with ${answer.statusCode}.`));
      let first;
      answer.on('data', (piece) => {
        const at = onBytes && process.hrtime.bigint();
        first ??= performance.now();
        onBytes?.(piece, at);
      }).once('error', reject).once('end', () => resolve({ first: first - began, whole: (performance.now() - first) / 1000 }));
    }).end(body);
  });
}

function bySize(values, made) {
  return Object.fromEntries(Object.entries(values).map(([size, each]) => [size, made(each)]));
}

function overDirect({ direct, ...others }) {
  return Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value - direct]));
}
