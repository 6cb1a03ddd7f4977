// The server of `pnpm bench gateway --only http`, in a process of its own. Says its address to whoever forked it. What it answers stands in the arguments of the tool that is called:
// `chunks`: so many events of so many bytes each, `everyMs`; `bulk`: events of 60 kB until there are so many bytes; `whole`: one message of so many bytes.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const PIECE_BYTES = 64 * 1024;

const event = (message) => `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`;
const resultOf = (id, text) => ({ id, result: { content: [{ type: 'text', text }] } });

const tools = {
  /** Each says by the clock that all processes of a machine share when it was sent, in nanoseconds. */
  async chunks(answer, id, { bytes, count, everyMs }) {
    answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    for (let progress = 1; progress <= count; progress += 1) {
      await wait(everyMs);
      const sent = String(process.hrtime.bigint());
      answer.write(event({ method: 'notifications/progress', params: { progressToken: 1, progress, message: sent.padEnd(bytes, ' ') } }));
    }
    await wait(everyMs);
    answer.end(event(resultOf(id, 'done')));
  },
  async bulk(answer, id, { bytes }) {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    const one = Buffer.from(event({ method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(60_000) } }));
    for (let sent = 0; sent < bytes; sent += one.length) if (!answer.write(one)) await once(answer, 'drain');
    answer.end(event(resultOf(id, 'done')));
  },
  async whole(answer, id, { bytes }) {
    const body = wholeOf(id, bytes);
    answer.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    for (let at = 0; at < body.length; at += PIECE_BYTES) if (!answer.write(body.subarray(at, at + PIECE_BYTES))) await once(answer, 'drain');
    answer.end();
  },
};

/** Made once: to make it takes longer the longer it is. */
const wholes = new Map();
function wholeOf(id, bytes) {
  const key = `${id} ${bytes}`;
  if (!wholes.has(key)) wholes.set(key, Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...resultOf(id, 'x'.repeat(bytes)) })));
  return wholes.get(key);
}

const server = createServer(async (request, answer) => {
  let body = '';
  for await (const text of request.setEncoding('utf8')) body += text;
  const { id, params } = JSON.parse(body);
  await tools[params.name](answer, id, params.arguments);
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/mcp`));
process.once('message', () => process.exit(0));
