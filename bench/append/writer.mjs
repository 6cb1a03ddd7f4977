// Appends lines to one session, or to one file, beside other processes. Run by storage.mjs.
// Usage: node writer.mjs <fs | descriptor | append | appendSync> <directory> <session id> <lines> <bytes> <bundle of fsStorage>
import { appendFileSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [kind, directory, sessionId, count, bytes, storageFile] = process.argv.slice(2);
const { createProducer, fsStorage } = await import(pathToFileURL(storageFile).href);
const storage = fsStorage({ dir: directory });
const producer = createProducer({ via: 'sdk' });
const empty = producer.produce({ type: 'custom', data: { filler: '' } }).line.length;
const lines = Array.from({ length: Number(count) }, () => producer.produce({ type: 'custom', data: { filler: 'x'.repeat(Number(bytes) - empty - 8) } }).line);
const plain = join(directory, 'plain.jsonl');
const descriptor = kind === 'descriptor' ? openSync(plain, 'a') : undefined;
const write = {
  descriptor: (line) => writeSync(descriptor, `${line}\n`),
  fs: (line) => appendFileSync(plain, `${line}\n`),
  append: (line) => storage.append(sessionId, [line], { encoded: true }),
  appendSync: (line) => storage.appendSync(sessionId, [line], { encoded: true }),
}[kind];

process.on('message', async () => {
  const started = performance.now();
  if (kind === 'append') for (const line of lines) await write(line);
  else for (const line of lines) write(line);
  const took = performance.now() - started;
  process.send({ took, producer: producer.id });
  process.disconnect();
});
process.send('ready');
