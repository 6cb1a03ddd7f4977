import { basename } from 'node:path';
import process from 'node:process';
import { createIdSource, isUuid, type Identity, type Task } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { captureOf } from './apart/protection.ts';
import type { ExchangeStep } from './http/exchange.ts';
import { createHttpTap, upstreamOf, type HttpTap, type HttpTapOptions } from './http/http-tap.ts';
import { oauthChanges } from './http/oauth-changes.ts';
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
  /** What its work is for, for a new session. */
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
  /** The data directory. Default: as for every recorder. */
  readonly dir?: string;
}

/** A tap whose traffic is recorded. */
export interface HttpRecording extends Pick<HttpTap, 'url'> {
  readonly sessionId: string;
  /** Takes no more requests, ends, and stores what is left. Never rejects. */
  close(graceMs?: number): Promise<SavedTraffic>;
}

/** Nobody who asks waits for the end of the tap; whoever started it gives it ten seconds. */
const PATIENCE: EndPatience = { decodeMs: 6000, endMs: 8000 };
/** What the client is told in another way than the server said it. */
const REWRITTEN = ['resource', 'resource_metadata'];
const REWRITES = 'the address that OAuth metadata names the server by: its client is told that of the tap';
/**
 * Listens in the place of an MCP server that speaks HTTP, as {@link createHttpTap} does, and records what passes: on another thread, behind it. All that passes
 * while it listens is one session, whoever asks; clients are told apart by their `Mcp-Session-Id`. Credentials are handed on and never recorded.
 *
 * @throws {@link PlayheadError} `usage` for an address that cannot be one; `port_in_use`.
 *
 * @example
 * ```ts
 * const recording = await recordHttp({ name: 'issues', upstream: 'https://mcp.example.com/mcp' });
 * console.log(recording.url); // the client's configuration names this one now
 * const { problem } = await recording.close();
 * ```
 */
export async function recordHttp(options: RecordHttpOptions): Promise<HttpRecording> {
  const { name, cwd = process.cwd(), env = process.env, dir, identity, task, rewriteOauthResource = false } = options;
  const nextId = createIdSource();
  const joined = [options.sessionId, env['PLAYHEAD_SESSION_ID']].find((id) => id !== undefined && isUuid(id));
  const sessionId = joined ?? nextId();
  const now = createClock();
  const copies: { to?: (step: ExchangeStep) => void } = {};
  const tap = await createHttpTap({ ...options, keepHeaders: MCP_HEADERS, changes: oauthChanges({ upstream: upstreamOf(options.upstream).href, rewrite: rewriteOauthResource }), onStep: (step) => copies.to?.(step) });
  if (env['PLAYHEAD_RECORD'] === '0') return { url: tap.url, sessionId, close: (graceMs) => tap.close(graceMs).then(() => ({})) };
  const { origin, pathname } = new URL(options.upstream);
  const capture = captureOf('same_user');
  const link = createCopyLink({
    now,
    patience: PATIENCE,
    env: dir === undefined ? env : { ...env, PLAYHEAD_HOME: dir },
    start: {
      playhead: 'gateway', ownsSession: joined === undefined, server: name, connectionId: nextId(), at: now(), codec: 'mcp',
      first: { name: 'mcp_server_start', extra: { server: name, boundary: { transport: 'http', level: 'same_user', upstream: origin + pathname, ...(rewriteOauthResource && { rewrites: REWRITTEN }) } } },
      session: {
        sessionId, cwd, name: `MCP server ${name}`, harness: 'mcp', agentName: 'MCP client', workspaceName: options.workspaceName ?? basename(cwd),
        capture: { ...capture, loses: [...capture.loses, ...(rewriteOauthResource ? [REWRITES] : [])] },
        ...(identity && { identity }), ...(task && { task }),
      },
    },
  });
  copies.to = link.step;
  return {
    url: tap.url, sessionId,
    close: async (graceMs) => {
      await tap.close(graceMs);
      return link.end({ exitCode: 0 });
    },
  };
}
