// Live load: writers that append by HTTP and viewers that follow by event streams, each viewer checked for every event in its order.
import { Agent, request } from 'node:http';

/** What stands for the status of a connection that broke. */
const BROKEN = 599;

/** A session of a number. */
export const sessionOf = (index) => `01980000-0000-7000-8000-${String(index).padStart(12, '0')}`;

const lineOf = (index, n) =>
  `{"$r":1,"id":"${sessionOf(index)}-${n}","p":"w${index}","e":0,"n":${n},"at":${Math.round((performance.timeOrigin + performance.now()) * 1000)},"type":"assistant_text","via":"sdk","data":{"text":"${'lorem ipsum '.repeat(20)}","messageId":"m${n}"}}`;

/**
 * Puts a server under load.
 *
 * @param options.viewers - Spread over the sessions.
 * @param options.sleepers - Viewers beside them that connect and read nothing.
 * @returns What was sent, what every viewer missed or saw twice, and how long an event was on its way, in milliseconds.
 */
export async function runLoad({ url, sessions, viewers, sleepers = 0, passersBy = 0, seconds, batch = 1, pauseMs = 100, onTick = async () => undefined }) {
  const agent = new Agent({ keepAlive: true, maxSockets: sessions });
  for (let index = 0; index < sessions; index += 1) await post(agent, `${url}/api/v1/sessions`, JSON.stringify({ sessionId: sessionOf(index), name: `Session ${index}`, harness: 'bench', agentName: 'agent', workspaceName: 'w' }), 'application/json');
  const latencies = [];
  const watching = Array.from({ length: viewers }, (_, index) => watch(url, index % sessions, latencies));
  const sleeping = Array.from({ length: sleepers }, (_, index) => sleep(url, index % sessions));
  await Promise.all(watching.map(({ opened }) => opened));
  const sent = Array.from({ length: sessions }, () => 0);
  const end = Date.now() + seconds * 1000;
  let failed = 0;
  const passing = passersBy > 0 ? setInterval(() => { for (let index = 0; index < passersBy; index += 1) passBy(url, Math.floor(Math.random() * sessions)); }, 1000) : undefined;
  const ticking = setInterval(() => void onTick(), 1000);
  await Promise.all(sent.map(async (_, index) => {
    while (Date.now() < end) {
      const lines = Array.from({ length: batch }, (_unused, at) => lineOf(index, sent[index] + at));
      const send = () => post(agent, `${url}/api/v1/sessions/${sessionOf(index)}/records`, `${lines.join('\n')}\n`, 'application/x-ndjson');
      let status = await send();
      // A connection that was kept may be closed just as it is used again: the same bytes are sent again, which changes nothing.
      for (let again = 0; status === BROKEN && again < 5; again += 1) status = await send();
      if (status >= 300) failed += 1;
      else sent[index] += batch;
      await new Promise((done) => { setTimeout(done, pauseMs * (0.5 + Math.random())); });
    }
  }));
  clearInterval(passing);
  clearInterval(ticking);
  const patience = Date.now() + 30_000;
  while (Date.now() < patience && watching.some(({ state }, index) => state.next < sent[index % sessions])) await new Promise((done) => { setTimeout(done, 20); });
  const lost = watching.reduce((sum, { state }, index) => sum + Math.max(0, sent[index % sessions] - state.next), 0);
  const wrong = watching.reduce((sum, { state }) => sum + state.wrong, 0);
  latencies.sort((a, b) => a - b);
  return {
    events: sent.reduce((sum, count) => sum + count, 0), deliveries: latencies.length, lost, wrong, failed,
    latencyMs: { p50: at(latencies, 0.5), p95: at(latencies, 0.95), p99: at(latencies, 0.99) },
    /** Wakes those that read nothing and waits until each has everything. @returns How many events they missed. */
    async wake() {
      for (const { wake } of sleeping) wake();
      const limit = Date.now() + 30_000;
      while (Date.now() < limit && sleeping.some(({ state }, index) => state.next < sent[index % sessions])) await new Promise((done) => { setTimeout(done, 20); });
      return sleeping.reduce((sum, { state }, index) => sum + Math.max(0, sent[index % sessions] - state.next) + state.wrong, 0);
    },
    leave() {
      for (const { leave } of [...watching, ...sleeping]) leave();
      agent.destroy();
    },
  };
}

/** A viewer: takes every event, and notes what is not the next one. */
function watch(url, index, latencies) {
  const state = { next: 0, wrong: 0 };
  let rest = '';
  let opened;
  const call = request(`${url}/api/v1/sessions/${sessionOf(index)}/records`, { agent: false, headers: { accept: 'text/event-stream' } }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (piece) => {
      opened();
      const now = (performance.timeOrigin + performance.now()) * 1000;
      const messages = (rest + piece).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const found = /"n":(\d+),"at":(\d+)/.exec(message);
        if (!found) continue;
        if (Number(found[1]) === state.next) state.next += 1;
        else state.wrong += 1;
        latencies?.push((now - Number(found[2])) / 1000);
      }
    });
  });
  call.on('error', () => undefined);
  call.end();
  return { state, opened: new Promise((done) => { opened = done; }), leave: () => call.destroy(), call };
}

/** A viewer whose connection stands and who reads nothing until it is woken. */
function sleep(url, index) {
  const viewer = watch(url, index, undefined);
  let answer;
  viewer.call.on('socket', (socket) => { socket.pause(); answer = socket; });
  return { ...viewer, wake: () => answer?.resume() };
}

/** A viewer who goes away at once. */
function passBy(url, index) {
  const call = request(`${url}/api/v1/sessions/${sessionOf(index)}/records`, { agent: false, headers: { accept: 'text/event-stream' } }, (response) => response.once('data', () => call.destroy()));
  call.on('error', () => undefined);
  call.end();
}

function post(agent, url, body, type) {
  return new Promise((resolve) => {
    const call = request(url, { agent, method: 'POST', headers: { 'content-type': type, 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    call.on('error', () => resolve(BROKEN));
    call.end(body);
  });
}

function at(sorted, share) {
  return Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 100) / 100;
}
