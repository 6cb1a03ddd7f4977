// A program that records events and ends in some way. Run by ../loss.mjs.
// Usage: node agent.mjs <kind> <ending> <directory> <events> <bundle of the recorder> <bundle of fsStorage>
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [kind, ending, directory, count, recorderFile, storageFile] = process.argv.slice(2);
const FILLER = 'x'.repeat(180);
const dest = join(directory, 'log.jsonl');

const makers = {
  async recorder(durability) {
    const [{ createRecorder }, { fsStorage }] = await Promise.all([import(pathToFileURL(recorderFile).href), import(pathToFileURL(storageFile).href)]);
    const recorder = createRecorder({ storage: fsStorage({ dir: directory }), durability });
    const { sessionId } = await recorder.recordStart({ name: 'Bench', harness: 'bench', agentName: 'bench', workspaceName: 'bench' });
    return (event) => recorder.recordEvent({ sessionId, type: 'custom', data: { event, filler: FILLER } });
  },
  async pino(options) {
    const { default: pino } = await import('pino');
    const logger = pino({ base: undefined }, pino.destination({ dest, ...options }));
    return (event) => logger.info({ event, filler: FILLER });
  },
  async transport() {
    const { default: pino } = await import('pino');
    const logger = pino({ base: undefined }, pino.transport({ target: 'pino/file', options: { destination: dest } }));
    return (event) => logger.info({ event, filler: FILLER });
  },
  async otel() {
    const { createOtelLogger } = await import('./exporter.mjs');
    const { logger } = createOtelLogger(dest);
    return (event) => logger.emit({ body: 'event', attributes: { event, filler: FILLER } });
  },
  async plain() {
    const file = openSync(dest, 'a');
    return (event) => writeSync(file, `${JSON.stringify({ event, filler: FILLER })}\n`);
  },
};
const kinds = {
  tick: () => makers.recorder('tick'), sync: () => makers.recorder('sync'),
  pinoSync: () => makers.pino({ sync: true }), pinoAsync: () => makers.pino({ sync: false, minLength: 4096 }), pinoTransport: makers.transport,
  otel: makers.otel, fs: makers.plain,
};

const record = await kinds[kind]();
let recorded = 0;
if (ending === 'killed') {
  const paced = setInterval(() => {
    for (let n = 0; n < 200; n += 1) record(recorded++);
    writeSync(1, `#${recorded}\n`);
    if (recorded >= Number(count)) clearInterval(paced);
  }, 1);
  setInterval(() => {}, 1000);
} else {
  while (recorded < Number(count)) record(recorded++);
  if (ending === 'exit') process.exit(0);
  if (ending === 'throw') throw new Error('The program fails.');
}
