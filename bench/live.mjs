// What 500 live viewers and 50 writers cost one server, beside a plain node:http server that fans out what it appends: how long an event is
// on its way, processor time, memory. `--seconds N` (default 60). Prints one line of JSON; only ratios mean something on another machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLoad } from './live/load.mjs';
import { bundleServer, startServer } from './live/server-process.mjs';

const given = process.argv.includes('--seconds') ? Number(process.argv[process.argv.indexOf('--seconds') + 1]) : 60;
const seconds = Number.isFinite(given) && given > 0 ? given : 60;
const here = join(dirname(fileURLToPath(import.meta.url)), 'live');
const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-live-'));
try {
  const ours = await measure(await bundleServer(directory), 'ours', { sleepers: 20, passersBy: 20 });
  const peer = await measure(join(here, 'peer.mjs'), 'peer', {});
  const ratio = (a, b) => Math.round((a / b) * 100) / 100;
  console.log(JSON.stringify({
    bench: 'live', seconds, viewers: 500, writers: 50,
    ratios: { p50: ratio(ours.latencyMs.p50, peer.latencyMs.p50), p95: ratio(ours.latencyMs.p95, peer.latencyMs.p95), cpuPerDelivery: ratio(ours.cpuUsPerDelivery, peer.cpuUsPerDelivery), rss: ratio(ours.rssMb.at(-1), peer.rssMb.at(-1)) },
    ours, peer, load: loadavg()[0],
  }));
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function measure(script, name, extra) {
  const server = await startServer(script, mkdtempSync(join(directory, `${name}-`)));
  try {
    const before = await server.look();
    const rssMb = [];
    let most = before;
    const { wake, leave, ...result } = await runLoad({
      url: server.url, sessions: 50, viewers: 500, seconds, ...extra,
      async onTick() {
        const now = await server.look();
        rssMb.push(Math.round(now.rss / 1024 ** 2));
        if (now.watches > most.watches) most = now;
      },
    });
    const after = await server.look();
    const missedBySleepers = extra.sleepers ? await wake() : undefined;
    leave();
    await new Promise((done) => { setTimeout(done, 1500); });
    const left = await server.look({ collect: true });
    const step = Math.max(1, Math.floor(rssMb.length / 10));
    return {
      ...result, missedBySleepers, cpuUsPerDelivery: Math.round((after.cpuUs - before.cpuUs) / Math.max(1, result.deliveries)), cpuShare: Math.round((after.cpuUs - before.cpuUs) / seconds / 10_000) / 100,
      rssMb: rssMb.filter((_, index) => index % step === 0 || index === rssMb.length - 1), watchesAtMost: most.watches, watchesLeft: left.watches, socketsLeft: left.sockets, heapMb: { before: Math.round(before.heapUsed / 1024 ** 2), left: Math.round(left.heapUsed / 1024 ** 2) },
    };
  } finally {
    await server.stop();
  }
}
