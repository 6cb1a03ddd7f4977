import type { SessionStorage } from '@playhead/protocol';
import type { SessionPlace, SessionRecording } from '@playhead/recorder';
import type { AuthInfo, McpHttpHandler } from '@modelcontextprotocol/server';
import type { McpCaller } from './caller.ts';
import type { McpRecorder } from './mcp-recorder.ts';

/** The recording server as it answers over HTTP. */
export interface McpEndpoint {
  /** Answers a message of either era of the protocol. It keeps nothing of a client between requests. */
  handle(request: Request, caller: McpCaller): Promise<Response>;
  /** Ends what is open, and waits for what is being stored. */
  close(): Promise<void>;
}

/** What it needs. */
export interface McpEndpointOptions {
  readonly storage: SessionStorage;
  readonly recordingOf: (place?: SessionPlace) => SessionRecording;
  readonly version: string;
  /** Hears of faults that are ours. */
  readonly report: (error: unknown) => void;
}

interface Loaded {
  readonly recorder: McpRecorder;
  readonly handler: McpHttpHandler;
}

/** The most that a message may hold, in bytes. */
const MESSAGE_BYTES = 4 * 1024 * 1024;
/** How many clients may listen for changes of a list that never changes. */
const MOST_LISTENERS = 64;

/** Makes the endpoint of a storage. What the protocol needs is loaded when the first client comes. */
export function createMcpEndpoint({ storage, recordingOf, version, report }: McpEndpointOptions): McpEndpoint {
  /** Who calls, by the one thing that the protocol hands on untouched; requests it may copy. */
  const callers = new WeakMap<AuthInfo, McpCaller>();
  let loading: Promise<Loaded> | undefined;

  async function load(): Promise<Loaded> {
    const [{ createMcpHandler }, { createMcpRecorder }, { createMcpServers }] = await Promise.all([import('@modelcontextprotocol/server'), import('./mcp-recorder.ts'), import('./mcp-server.ts')]);
    const recorder = createMcpRecorder({ storage, recordingOf });
    const serverFor = createMcpServers({ recorder, version, report });
    const handler = createMcpHandler(({ authInfo }) => {
      const caller = authInfo && callers.get(authInfo);
      if (!caller) throw new Error('A message came without its sender.');
      return serverFor(() => caller);
    }, { maxRequestBodySize: MESSAGE_BYTES, maxSubscriptions: MOST_LISTENERS });
    return { recorder, handler };
  }

  return {
    async handle(request, caller) {
      loading ??= load();
      const { handler } = await loading;
      const authInfo: AuthInfo = { token: '', clientId: '', scopes: [] }; // who may come here was decided before
      callers.set(authInfo, caller);
      return handler.fetch(request, { authInfo });
    },
    async close() {
      const loaded = await loading?.catch(() => undefined);
      await loaded?.handler.close();
      await loaded?.recorder.close();
    },
  };
}
