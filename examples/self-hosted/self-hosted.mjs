// One central server, two machines that record. One of them records while the server is away.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { httpStorage } from '@playhead/storage-adapters/http';
import { environment, playhead, run, serve } from './processes.mjs';

const root = await mkdtemp(join(tmpdir(), 'playhead-self-hosted-'));
const [center, ada, ben] = ['center', 'ada', 'ben'].map((name) => join(root, name));

/** The lines of a log, byte for byte. */
async function linesOf(storage, sessionId) {
  const lines = [];
  for await (const { records } of storage.read(sessionId)) lines.push(...records.map(({ line }) => line));
  return lines;
}

// On the server: a token for machines, which may add and nothing else, and one for people, who may watch.
const tokenOf = async (kind) => (await playhead(['token', 'create', '--kind', kind, '--name', kind], environment(center))).out;
const [ingest, read] = [await tokenOf('ingest'), await tokenOf('read')];
let server = await serve(['--port', '0', '--require-token'], environment(center));
const { url, port } = server;

// On each machine: two variables.
const settings = { PLAYHEAD_URL: url, PLAYHEAD_TOKEN: ingest };

console.log('ada records while the server is there');
const first = JSON.parse((await run(['machine.mjs', 'ada'], environment(ada, settings))).out);

console.log('ben records while it is away');
await server.stop();
const second = JSON.parse((await run(['machine.mjs', 'ben', 'at-once'], environment(ben, settings))).out);
const status = await playhead(['status'], environment(ben, settings));
assert.match(status.out, /1 session waits/);

console.log('the server is back, and ben sends what waits');
server = await serve(['--port', port, '--require-token'], environment(center));
const pushed = await playhead(['push', '--all'], environment(ben, settings));
assert.equal(pushed.code, 0);
assert.match((await playhead(['status'], environment(ben, settings))).out, /everything was sent/);

// Everything is at the server, once and byte for byte as the machines have it.
const central = httpStorage({ url, token: read });
const { sessions } = await central.list();
assert.deepEqual(sessions.map(({ agentName }) => agentName).sort(), ['ada', 'ben']);
for (const [home, { sessionId, replayUrl }] of [[ada, first], [ben, second]]) {
  const local = fsStorage({ dir: home });
  assert.deepEqual(await linesOf(central, sessionId), await linesOf(local, sessionId));
  assert.equal(replayUrl, `${url}/sessions/${sessionId}`);
  await local.close();
}

// The token of the machines adds and does not read.
const nosy = httpStorage({ url, token: ingest });
await assert.rejects(nosy.list(), { code: 'forbidden' });

await Promise.all([central.close(), nosy.close()]);
await server.stop();
await rm(root, { recursive: true });
console.log(`2 machines, ${sessions.reduce((sum, { events }) => sum + events, 0)} records at one server, each once`);
