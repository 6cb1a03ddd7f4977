// A server over Streamable HTTP: answers.mjs itself, or with arguments the command of a server over stdio, one for each session. Prints its address.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { localhostHostValidation, localhostOriginValidation, NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { answer } from './answers.mjs';

const [command, ...args] = process.argv.slice(2);
const sessions = new Map();
const isHost = localhostHostValidation();
const isOrigin = localhostOriginValidation();

/** Hands every message on, both ways. */
async function bridge(transport) {
  const child = new StdioClientTransport({ command, args, env: process.env, stderr: 'ignore' });
  let last;
  child.onmessage = (message) => void transport.send(message, { relatedRequestId: 'method' in message ? last : message.id });
  transport.onmessage = (message) => {
    if ('method' in message && message.id !== undefined) last = message.id;
    void child.send(message);
  };
  transport.onclose = () => void child.close();
  await child.start();
}

const server = createServer(async (request, response) => {
  if (!isHost(request, response) || !isOrigin(request, response)) return;
  const known = sessions.get(request.headers['mcp-session-id']);
  const transport = known ?? new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID(), onsessioninitialized: (id) => { sessions.set(id, transport); } });
  if (!known) {
    if (command) await bridge(transport);
    else answer(transport);
    await transport.start?.();
  }
  await transport.handleRequest(request, response);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/mcp`));
