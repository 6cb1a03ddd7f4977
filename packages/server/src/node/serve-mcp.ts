import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { SessionStorage } from '@playhead/protocol';
import { createSessionRecording, launcherOfEnvironment, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { countAnswers } from './answered-transport.ts';

/** How an MCP client is served over stdio. */
export interface ServeMcpOptions {
  /** Where recordings go. It is not closed. */
  readonly storage: SessionStorage;
  /** The page of a session, for the answers. */
  readonly replayUrlOf: (sessionId: string) => string | Promise<string>;
  /** How sessions are recorded, by where they run. Default: `createSessionRecording()`. */
  readonly recordingOf?: (place?: SessionPlace) => SessionRecording;
  /** The directory the client works in: its settings count. Default: none. */
  readonly cwd?: string;
  /**
   * What the launcher says: the session to join (`PLAYHEAD_SESSION_ID`), who is behind the agent (`PLAYHEAD_IDENTITY`, such as `user:ada@example.com`) and what its
   * work is for (`PLAYHEAD_TASK`, `PLAYHEAD_TASK_TITLE`, `PLAYHEAD_TASK_URL`). Default: this process's environment.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends it. Default: only the client does. */
  readonly signal?: AbortSignal;
  /** What it says of itself. Default `0.0.0`. */
  readonly version?: string;
  /** Hears of faults. What it does must not write to `output`. Default: nobody. */
  readonly onError?: (error: unknown) => void;
  /** Default: this process's standard input. */
  readonly input?: Readable;
  /** Default: this process's standard output. */
  readonly output?: Writable;
}

/** How long calls that are under way may take once the client is gone. */
const LAST_CALLS_MS = 5000;

/**
 * Serves one MCP client over stdio: the tools with which an agent records itself.
 *
 * @returns Once the client is gone or the signal aborts, and everything it recorded is stored. Never rejects.
 *
 * @example
 * ```ts
 * await serveMcp({ storage: fsStorage(), replayUrlOf: (id) => `http://127.0.0.1:7433/sessions/${id}`, cwd: process.cwd() });
 * ```
 */
export async function serveMcp(options: ServeMcpOptions): Promise<void> {
  const { storage, recordingOf = createSessionRecording(), replayUrlOf, cwd, env = process.env, signal, version = '0.0.0', onError, input = process.stdin, output = process.stdout } = options;
  const report = (error: unknown): void => {
    try {
      onError?.(error);
    } catch {
      // a listener's fault is not the agent's
    }
  };
  // Only here, so that a program which serves no MCP client does not load what it takes.
  const [{ serveStdio, StdioServerTransport }, { createMcpRecorder }, { createMcpServers }] = await Promise.all([import('@modelcontextprotocol/server/stdio'), import('../mcp/mcp-recorder.ts'), import('../mcp/mcp-server.ts')]);
  const recorder = createMcpRecorder({ storage, recordingOf });
  const caller = {
    replayUrlOf, connected: true,
    ...launcherOfEnvironment(env),
    ...(cwd !== undefined && { startedIn: cwd }), ...(env['PLAYHEAD_SESSION_ID'] && { sessionId: env['PLAYHEAD_SESSION_ID'] }),
  };
  // The end of the input is kept from the protocol until what was asked before is answered: a client may say all it has to say and go.
  const asked = new PassThrough();
  const { transport, answered } = countAnswers(new StdioServerTransport(asked, output));
  const gone = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) input.once(event, () => resolve());
    asked.once('close', () => resolve());
    output.once('close', () => resolve()).once('error', () => resolve());
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  const serverFor = createMcpServers({ recorder, version, report });
  const served = serveStdio(() => serverFor(() => caller), { transport, onerror: report });
  input.pipe(asked, { end: false });
  await gone;
  await within(LAST_CALLS_MS, settled(asked).then(answered));
  input.unpipe(asked).pause(); // else it keeps the process going
  await recorder.close();
  await served.close().catch(report);
}

/** Resolves once what came in was handed on. */
async function settled(stream: Readable): Promise<void> {
  while (stream.readableLength > 0) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves with a promise, or after a time if that has not. */
async function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([promise, new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds); })]);
  clearTimeout(timer);
}
