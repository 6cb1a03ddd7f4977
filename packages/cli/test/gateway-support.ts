import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import type { SessionInfo, SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, beforeEach } from 'vitest';
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
