import { basename } from 'node:path';
import process from 'node:process';
import { createIdSource, isUuid, type Identity, type Task } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import type { ExchangeStep } from './http/exchange.ts';
import { createHttpTap, type HttpTap, type HttpTapOptions } from './http/http-tap.ts';
import { MCP_HEADERS } from './mcp/mcp-headers.ts';
import { createCopyLink, type SavedTraffic } from './record/copy-link.ts';

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
  /** The data directory. Default: as for every recorder. */
  readonly dir?: string;
}

/** A tap whose traffic is recorded. */
export interface HttpRecording extends Pick<HttpTap, 'url'> {
  readonly sessionId: string;
  /** Takes no more requests, ends, and stores what is left. Never rejects. */
  close(graceMs?: number): Promise<SavedTraffic>;
}

/** What nobody sees on this connection. */
const LOSES = ['tools that are no tool of this server', 'prompts and answers of the model'];
/** How far the agent is kept from what is recorded here. */
const SAME_USER = 'safety from the agent: it runs as the same user and could change this recording';

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
  const { name, cwd = process.cwd(), env = process.env, dir, identity, task } = options;
  const nextId = createIdSource();
  const joined = [options.sessionId, env['PLAYHEAD_SESSION_ID']].find((id) => id !== undefined && isUuid(id));
  const sessionId = joined ?? nextId();
  const now = createClock();
  const copies: { to?: (step: ExchangeStep) => void } = {};
  const tap = await createHttpTap({ ...options, keepHeaders: MCP_HEADERS, onStep: (step) => copies.to?.(step) });
  if (env['PLAYHEAD_RECORD'] === '0') return { url: tap.url, sessionId, close: (graceMs) => tap.close(graceMs).then(() => ({})) };
  const { origin, pathname } = new URL(options.upstream);
  const link = createCopyLink({
    now,
    env: dir === undefined ? env : { ...env, PLAYHEAD_HOME: dir },
    start: {
      playhead: 'gateway', ownsSession: joined === undefined, server: name, connectionId: nextId(), at: now(), codec: 'mcp',
      first: { name: 'mcp_server_start', extra: { server: name, boundary: { transport: 'http', level: 'same_user', upstream: origin + pathname } } },
      session: {
        sessionId, cwd, name: `MCP server ${name}`, harness: 'mcp', agentName: 'MCP client', workspaceName: options.workspaceName ?? basename(cwd),
        capture: { tier: 'gateway', loses: [...LOSES, SAME_USER] },
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
