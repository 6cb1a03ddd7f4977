// Over stdio: calls of a tool by the SDK's client, with an answer of 20 bytes and of 100 kB; bare lines of JSON-RPC that a server of ten lines sends back; the way of 200 MB; and the time
// to the first bytes of an answer, by its length. Calls also through taps that keep copies on the disk (`buffer`) and hand on only what is stored (`strict`).
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { medianCalls, mediansOf, ofDirect, round, throughputOfDirect } from './figures.mjs';
import { EVERYTHING, withProgram } from './program.mjs';

const ROUNDS = 20;
const CALLS = { small: 50, large: 10 };
const BULK_BYTES = 200_000_000;
const MODES = ['buffer', 'strict'];
const ECHO = `
  let rest = '';
  process.stdin.setEncoding('utf8').on('data', (text) => {
    rest += text;
    for (let end = rest.indexOf('\\n'); end >= 0; end = rest.indexOf('\\n')) {
      const { id, params } = JSON.parse(rest.slice(0, end));
      rest = rest.slice(end + 1);
      process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: params.arguments.message }] } }) + '\\n');
    }
  });`;

/** Microseconds of the median call, seconds of what is long, milliseconds to first bytes, and ratios of them. */
export function measureStdio() {
  return withProgram(async ({ directory, bin, env, unrecorded }) => {
    const echo = join(directory, 'echo.mjs');
    writeFileSync(echo, ECHO);
    const tap = (command, ...flags) => [process.execPath, bin, 'gateway', 'stdio', '--name', 'bench', ...flags, '--', ...command];
    /** How a server is started: as it is, behind a tap that records nothing, behind one that records. */
    const ways = (command) => ({ direct: { command, env }, passing: { command: tap(command), env: unrecorded }, recording: { command: tap(command), env } });
    const waysByMode = (command) => ({ ...ways(command), ...Object.fromEntries(MODES.map((mode) => [mode, { command: tap(command, '--mode', mode), env }])) });

    const ratios = {};
    const microseconds = {};
    for (const [name, connect, command] of [['tool', connectClient, [process.execPath, EVERYTHING]], ['line', connectLines, [process.execPath, echo]]]) {
      for (const [size, bytes] of [['small', 20], ['large', 100_000]]) {
        const p50 = await measureCalls(waysByMode(command), connect, 'x'.repeat(bytes), CALLS[size]);
        (microseconds[name] ??= {})[size] = p50;
        (ratios[name] ??= {})[size] = ofDirect(p50);
      }
    }
    const bulk = await measureBulk(ways);
    const firstBytes = await measureFirstBytes(ways);
    return { rounds: ROUNDS, ratios: { ...ratios, bulk: throughputOfDirect(bulk), firstBytesLongToShort: round(firstBytes.long / firstBytes.short) }, microseconds, bulkSeconds: bulk, firstBytesMs: firstBytes };
  });
}

async function measureCalls(ways, connect, message, calls) {
  const connections = {};
  for (const [name, way] of Object.entries(ways)) connections[name] = await connect(way);
  const p50 = await medianCalls(connections, message, calls, ROUNDS);
  await Promise.all(Object.values(connections).map(({ close }) => close()));
  return p50;
}

async function connectClient({ command: [command, ...args], env }) {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command, args, env, stderr: 'ignore' }));
  return { call: (message) => client.callTool({ name: 'echo', arguments: { message } }), close: () => client.close() };
}

async function connectLines({ command: [command, ...args], env }) {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
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
async function measureBulk(ways) {
  const times = { direct: [], passing: [], recording: [] };
  const line = `yes ${JSON.stringify(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(60_000) } }))} | head -c ${BULK_BYTES}`;
  for (let turn = 0; turn < 3; turn += 1) {
    for (const [name, way] of Object.entries(ways(['sh', '-c', line]))) times[name].push((await timeBytes(way)).whole);
  }
  return mediansOf(times);
}

/** Milliseconds from a question to the first bytes of a short answer and of a long one, through a tap that records. */
async function measureFirstBytes(ways) {
  const times = { short: [], long: [] };
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [name, bytes] of [['short', 10_000], ['long', 50_000_000]]) {
      const { recording } = ways(['sh', '-c', `echo ready; read question; head -c ${bytes} /dev/zero`]);
      times[name].push((await timeBytes(recording, 'go\n')).first);
    }
  }
  return mediansOf(times);
}

function timeBytes({ command: [command, ...args], env }, question) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
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
