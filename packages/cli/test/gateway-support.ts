import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import type { SessionInfo, SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { buildBin, temporary } from './support.ts';

/** What everything that a test starts shares. */
export interface GatewayPlace {
  /** The executable made of the sources. */
  bin: string;
  /** Empty before each test: recordings are in it. */
  home: string;
  /** Empty before each test: commands run in it. */
  workspace: string;
  /** What a process needs, and nothing of whoever runs the tests. */
  readonly environment: () => Record<string, string>;
  /** Everything that was recorded. @param dir - Default: `home`. */
  readonly recorded: (dir?: string) => Promise<{ readonly sessions: readonly SessionInfo[]; readonly records: readonly SessionRecord[] }>;
}

/** Sets a place up for the tests of a file, by hooks. */
export function gatewayPlace(): GatewayPlace {
  const place: GatewayPlace = {
    bin: '', home: '', workspace: '',
    environment: () => ({ PATH: process.env['PATH'] ?? '', HOME: place.home, PLAYHEAD_HOME: place.home }),
    async recorded(dir = place.home) {
      const storage = fsStorage({ dir });
      const { sessions } = await storage.list();
      const records: SessionRecord[] = [];
      for (const { sessionId } of sessions) for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
      await storage.close();
      return { sessions, records };
    },
  };
  beforeAll(async () => { place.bin = await buildBin(); }, 60_000);
  afterAll(() => rmSync(place.bin, { force: true }));
  beforeEach(() => {
    place.home = temporary();
    place.workspace = temporary();
  });
  return place;
}

/** A client that answers what servers ask of it. */
export function answeringClient(options: ClientOptions = {}): Client {
  const client = new Client({ name: 'test-client', version: '3.2.1' }, { capabilities: { sampling: {}, elicitation: {}, roots: {} }, ...options });
  client.setRequestHandler('sampling/createMessage', () => ({ role: 'assistant', model: 'scripted', content: { type: 'text', text: 'sampled' } }));
  client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
  client.setRequestHandler('roots/list', () => ({ roots: [] }));
  return client;
}

/** A real server, as its own package says that it is started. */
export function serverFile(name: 'server-everything' | 'server-filesystem'): string {
  return createRequire(import.meta.url).resolve(`@modelcontextprotocol/${name}/dist/index.js`);
}

/** What runs until the end of a test. */
export interface TestServers {
  /** Called at the end of the test: what a test starts itself is added. */
  readonly running: (() => unknown)[];
  /** A server of the test's own. @returns Its url. */
  readonly serve: (handler: RequestListener) => Promise<string>;
  /** The real server-everything, started over HTTP. @returns Where it answers. */
  readonly everything: () => Promise<string>;
}

/** Sets servers up for the tests of a file, by hooks. */
export function testServers(): TestServers {
  const running: (() => unknown)[] = [];
  afterEach(() => { for (const end of running.splice(0)) end(); });
  const serve = async (handler: RequestListener): Promise<string> => {
    const server = createServer(handler);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    running.push(() => { server.closeAllConnections(); server.close(); });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens at a port
  };
  return {
    running, serve,
    async everything() {
      const { port } = new URL(await serve(() => {}));
      running.pop()?.();
      const child = spawn(process.execPath, [serverFile('server-everything'), 'streamableHttp'], { env: { PATH: process.env['PATH'], PORT: port } });
      running.push(() => child.kill('SIGKILL'));
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => { said += String(bytes); });
      await expect.poll(() => said).toContain('listening on port');
      return `http://127.0.0.1:${port}/mcp`;
    },
  };
}
