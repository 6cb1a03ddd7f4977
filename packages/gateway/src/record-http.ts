import type { Identity, Task } from '@playhead/protocol';
import type { Apart } from './apart/apart.ts';
import type { ExchangeStep } from './http/exchange.ts';
import { createHttpTap, type HttpTap, type HttpTapOptions } from './http/http-tap.ts';
import { leaveToRecorder, prepareHttp } from './http/prepare-http.ts';
import { MCP_HEADERS } from './mcp/mcp-headers.ts';
import { createCopyLink, type EndPatience, type SavedTraffic } from './record/copy-link.ts';

/** What {@link recordHttp} is told. */
export interface RecordHttpOptions extends Omit<HttpTapOptions, 'onStep' | 'keepHeaders' | 'changes'> {
  /** What the client calls the server. */
  readonly name: string;
  /** The session to join. Default: `PLAYHEAD_SESSION_ID` of the environment, else a new session, which ends with the tap. */
  readonly sessionId?: string;
  /** Who is behind the agent, for a new session. */
  readonly identity?: Identity;
  /** What its work is for, for a new session. The server is told it as the trace that `traceparent` names, unless a request is a part of one. */
  readonly task?: Task;
  /** The workspace of a new session. Default: the name of the directory. */
  readonly workspaceName?: string;
  /** Where settings are looked for. Default: where this process runs. */
  readonly cwd?: string;
  /** The environment of the recorder. Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Whether OAuth metadata of the server is changed so that it names the tap: `resource`, and `resource_metadata` in `WWW-Authenticate`. Default false: then answers
   * that a client would have to refuse are refused here, with a message that says why.
   */
  readonly rewriteOauthResource?: boolean;
  /** The data directory. Default: as for every recorder; with `apart` it must be named. */
  readonly dir?: string;
  /** Makes this process, once it listens, that of who records: of root's only. Its agent is another user's. Default: all is one user's. */
  readonly apart?: Apart;
  /** Records on this server alone: nothing is kept here. Default: files of the data directory, sent on where `PLAYHEAD_URL` says so. */
  readonly central?: { readonly url: string; readonly token: string };
}

/** A tap whose traffic is recorded. */
export interface HttpRecording extends Pick<HttpTap, 'url'> {
  readonly sessionId: string;
  /** Takes no more requests, ends, and stores what is left. Never rejects. */
  close(graceMs?: number): Promise<SavedTraffic>;
}

/** Nobody who asks waits for the end of the tap; whoever started it gives it ten seconds. */
export const HTTP_PATIENCE: EndPatience = { decodeMs: 6000, endMs: 8000 };

/**
 * Listens in the place of an MCP server that speaks HTTP, as {@link createHttpTap} does, and records what passes: on another thread, behind it. All that passes
 * while it listens is one session, whoever asks; clients are told apart by their `Mcp-Session-Id`. Credentials are handed on and never recorded.
 *
 * @throws {@link PlayheadError} `usage` for an address that cannot be one; `port_in_use`; `usage` or `storage_unavailable` when `apart` cannot be had.
 *
 * @example
 * ```ts
 * const recording = await recordHttp({ name: 'issues', upstream: 'https://mcp.example.com/mcp' });
 * console.log(recording.url); // the client's configuration names this one now
 * const { problem } = await recording.close();
 * ```
 */
export async function recordHttp(options: RecordHttpOptions): Promise<HttpRecording> {
  const { start, env, changes, now, sessionId } = prepareHttp(options);
  const copies: { to?: (step: ExchangeStep) => void } = {};
  const tap = await createHttpTap({ ...options, keepHeaders: MCP_HEADERS, changes, onStep: (step) => copies.to?.(step) });
  leaveToRecorder(options.apart, options.dir);
  if (env['PLAYHEAD_RECORD'] === '0') return { url: tap.url, sessionId, close: (graceMs) => tap.close(graceMs).then(() => ({})) };
  const link = createCopyLink({ now, env, patience: HTTP_PATIENCE, start: { ...start, playhead: 'gateway', codec: 'mcp' } });
  copies.to = link.step;
  return {
    url: tap.url, sessionId,
    close: async (graceMs) => {
      await tap.close(graceMs);
      return link.end({ exitCode: 0 });
    },
  };
}
