// What a tap on the connection of an MCP server costs: calls of a tool by the SDK's client, with an answer of 20 bytes and of 100 kB; bare lines of JSON-RPC that a server of ten lines sends
// back; the way of 200 MB; and the time to the first bytes of an answer, by its length. Each without a tap, through one that records nothing, and through one that records, in turns
// within one run. Prints one line of JSON; ratios are to the direct connection.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const ROUNDS = 20;
const CALLS = { small: 50, large: 10 };
const BULK_BYTES = 200_000_000;
const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-gateway-'));
const bin = join(root, 'packages/cli/dist/bench-gateway.js');
const echo = join(directory, 'echo.mjs');
const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
const env = { PATH: process.env.PATH, HOME: directory, PLAYHEAD_HOME: join(directory, 'data') };

await build({ entryPoints: [join(root, 'packages/cli/src/bin.ts')], outfile: bin, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], external: ['@lydell/node-pty'], banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
writeFileSync(echo, `
  let rest = '';
  process.stdin.setEncoding('utf8').on('data', (text) => {
    rest += text;
    for (let end = rest.indexOf('\\n'); end >= 0; end = rest.indexOf('\\n')) {
      const { id, params } = JSON.parse(rest.slice(0, end));
      rest = rest.slice(end + 1);
      process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: params.arguments.message }] } }) + '\\n');
    }
  });`);

/** How a server is started: as it is, behind a tap that records nothing, behind one that records. */
const ways = (command) => {
  const tap = [process.execPath, bin, 'gateway', 'stdio', '--name', 'bench', '--', ...command];
  return { direct: { command, env }, passing: { command: tap, env: { ...env, PLAYHEAD_RECORD: '0' } }, recording: { command: tap, env } };
};

try {
  const ratios = {};
  const microseconds = {};
  for (const [name, connect, command] of [['tool', connectClient, [process.execPath, everything]], ['line', connectLines, [process.execPath, echo]]]) {
    for (const [size, bytes] of [['small', 20], ['large', 100_000]]) {
      const p50 = await measureCalls(ways(command), connect, 'x'.repeat(bytes), CALLS[size]);
      (microseconds[name] ??= {})[size] = p50;
      (ratios[name] ??= {})[size] = ofDirect(p50);
    }
  }
  const bulk = await measureBulk();
  const firstBytes = await measureFirstBytes();
  console.log(JSON.stringify({
    bench: 'gateway', rounds: ROUNDS, ratios: { ...ratios, bulk: { passing: round(bulk.direct / bulk.passing), recording: round(bulk.direct / bulk.recording) }, firstBytesLongToShort: round(firstBytes.long / firstBytes.short) },
    microseconds, bulkSeconds: bulk, firstBytesMs: firstBytes,
  }));
} finally {
  rmSync(directory, { recursive: true, force: true });
  rmSync(bin, { force: true });
}

async function measureCalls(variants, connect, message, calls) {
  const peers = Object.entries(variants);
  const connections = await Promise.all(peers.map(([, way]) => connect(way)));
  const times = peers.map(() => []);
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    for (const [index, { call }] of connections.entries()) {
      for (let count = 0; count < calls; count += 1) {
        const before = performance.now();
        await call(message);
        if (turn > 0) times[index].push((performance.now() - before) * 1000); // the first turn warms up
      }
    }
  }
  await Promise.all(connections.map(({ close }) => close()));
  return Object.fromEntries(peers.map(([name], index) => [name, Math.round(median(times[index]))]));
}

async function connectClient({ command: [command, ...args], env: own }) {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command, args, env: own, stderr: 'ignore' }));
  return { call: (message) => client.callTool({ name: 'echo', arguments: { message } }), close: () => client.close() };
}

async function connectLines({ command: [command, ...args], env: own }) {
  const child = spawn(command, args, { env: own, stdio: ['pipe', 'pipe', 'ignore'] });
  let answered = () => {};
  child.stdout.on('data', (bytes) => { if (bytes.at(-1) === 10) answered(); });
  let id = 0;
  const call = (message) => new Promise((resolve) => {
    answered = resolve;
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: id++, method: 'tools/call', params: { name: 'echo', arguments: { message } } })}\n`);
  });
  return { call, close: () => new Promise((resolve) => { child.on('close', resolve).stdin.end(); }) };
}

/** Seconds from the first byte to the last. */
async function measureBulk() {
  const times = { direct: [], passing: [], recording: [] };
  const line = `yes ${JSON.stringify(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(60_000) } }))} | head -c ${BULK_BYTES}`;
  for (let turn = 0; turn < 3; turn += 1) {
    for (const [name, way] of Object.entries(ways(['sh', '-c', line]))) times[name].push((await timeBytes(way)).whole);
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, round(median(all))]));
}

/** Milliseconds from a question to the first bytes of a short answer and of a long one, through a tap that records. */
async function measureFirstBytes() {
  const times = { short: [], long: [] };
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [name, bytes] of [['short', 10_000], ['long', 50_000_000]]) {
      const { recording } = ways(['sh', '-c', `echo ready; read question; head -c ${bytes} /dev/zero`]);
      times[name].push((await timeBytes(recording, 'go\n')).first);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, round(median(all))]));
}

function timeBytes({ command: [command, ...args], env: own }, question) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: own, stdio: ['pipe', 'pipe', 'ignore'] });
    let began;
    let first;
    child.stdout.on('data', () => {
      if (question !== undefined && began === undefined) {
        child.stdin.write(question);
        began = performance.now();
        return;
      }
      first ??= performance.now();
    });
    child.stdout.once('end', () => {
      const end = performance.now();
      child.stdin.destroy();
      child.once('close', () => resolve({ first: first - (began ?? first), whole: (end - first) / 1000 }));
    });
  });
}

function ofDirect({ direct, passing, recording }) {
  return { passing: round(passing / direct), recording: round(recording / direct) };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
