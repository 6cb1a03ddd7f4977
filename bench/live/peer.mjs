// The peer: node:http alone. An append goes to a file and to whoever listens; nobody can resume, and who does not read is kept in memory.
import { appendFile } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { answerLooks } from './looks.mjs';

const listeners = new Map();
const server = createServer((request, response) => {
  const id = request.url.split('/')[4] ?? '';
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    const own = listeners.get(id) ?? new Set();
    listeners.set(id, own.add(response));
    response.on('close', () => own.delete(response));
    return;
  }
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const body = Buffer.concat(pieces).toString();
    if (!id) return response.end('{}');
    appendFile(join(process.argv[2], `${id}.jsonl`), body, () => {
      const text = body.split('\n').filter(Boolean).map((line) => `data: ${line}\n\n`).join('');
      for (const listener of listeners.get(id) ?? []) listener.write(text);
      response.end('{}');
    });
  });
});
server.listen(0, '127.0.0.1', () => answerLooks(`http://127.0.0.1:${server.address().port}`));
