import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { SessionRecord, SessionStorage } from '@playhead/protocol';

/** What a tool said. */
export interface Said {
  readonly isError: boolean;
  /** The structured answer, or `{ code, message }` of a refusal. */
  readonly answer: Record<string, unknown>;
  readonly content: readonly { readonly type: string; readonly uri?: string }[];
}

/** A client of the SDK, with the tools as calls. */
export interface TestClient {
  readonly client: Client;
  call(name: string, input: Record<string, unknown>): Promise<Said>;
  close(): Promise<void>;
}

/** The eras of the protocol that a client may speak. */
export type Era = 'legacy' | 'auto';

/** Connects a real client to `/mcp`. */
export async function connectHttp(url: string, options: { era?: Era; headers?: Record<string, string> } = {}): Promise<TestClient> {
  const { era = 'legacy', headers = {} } = options;
  return connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }), era);
}

/** Connects a real client over a transport. */
export async function connect(transport: Parameters<Client['connect']>[0], era: Era = 'legacy'): Promise<TestClient> {
  const client = new Client({ name: 'test-client', version: '3.2.1' }, { versionNegotiation: { mode: era } });
  await client.connect(transport);
  await client.listTools(); // so that the client checks answers against the schemas
  return {
    client,
    async call(name, input) {
      const { isError = false, structuredContent, content } = await client.callTool({ name, arguments: input });
      const [first] = content;
      const text = first?.type === 'text' ? first.text : '{}';
      return { isError, answer: (isError ? JSON.parse(text) : structuredContent) as Record<string, unknown>, content }; // our own server's answer, looked at by the test
    },
    close: () => client.close(),
  };
}

/** What a start is told when a test does not care. */
export const START = { name: 'Fix the login', harness: 'test-desktop', agentName: 'Ada Bot', workspaceName: 'shop' } as const;

/** The records of a session as a reader shows them: the first of each key, in display order. */
export async function shown(storage: SessionStorage, sessionId: unknown): Promise<readonly SessionRecord[]> {
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(String(sessionId))) records.push(...chunk.records.map(({ record }) => record));
  const keys = new Set<string>();
  return records
    .toSorted((one, other) => one.at - other.at || (one.p < other.p ? -1 : one.p > other.p ? 1 : one.n - other.n))
    .filter(({ key }) => key === undefined || (!keys.has(key) && keys.add(key)));
}

export const typesOf = async (storage: SessionStorage, sessionId: unknown): Promise<readonly string[]> => (await shown(storage, sessionId)).map(({ type }) => type);
