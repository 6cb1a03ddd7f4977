import { basename } from 'node:path';
import process from 'node:process';
import { createIdSource, type JsonObject } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { becomeUser, type Apart } from '../apart/apart.ts';
import { captureOf } from '../apart/protection.ts';
import { recorderReach } from '../apart/recorder-reach.ts';
import type { RecordHttpOptions } from '../record-http.ts';
import type { WorkerStart } from '../record/messages.ts';
import { traceParentOf } from '../trace-parent.ts';
import type { ExchangeChanges } from './exchange-changes.ts';
import { upstreamOf } from './http-tap.ts';
import { oauthChanges } from './oauth-changes.ts';

/** What the recording of a server over HTTP begins with. */
export interface PreparedHttp {
  readonly start: Omit<WorkerStart, 'hurry' | 'taken' | 'playhead' | 'codec'>;
  /** The environment of whatever records. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly changes: ExchangeChanges;
  readonly now: () => number;
  readonly nextId: () => string;
  readonly sessionId: string;
}

/** What the client is told in another way than the server said it. */
const REWRITTEN = ['resource', 'resource_metadata'];
const REWRITES = 'the address that OAuth metadata names the server by: its client is told that of the tap';

/** Says how a server over HTTP is recorded. `more` stands in its first event. */
export function prepareHttp(options: RecordHttpOptions, more: JsonObject = {}): PreparedHttp {
  const { name, cwd = process.cwd(), env = process.env, identity, task, rewriteOauthResource = false } = options;
  const nextId = createIdSource();
  const { origin, pathname, href } = upstreamOf(options.upstream);
  const reach = recorderReach(options);
  const sessionId = reach.joined ?? nextId();
  const now = createClock();
  const capture = captureOf(reach.protection);
  const traceparent = traceParentOf(env, task);
  return {
    now, nextId, sessionId,
    env: reach.env,
    changes: {
      ...oauthChanges({ upstream: href, rewrite: rewriteOauthResource }),
      ...(traceparent !== undefined && { requestHeaders: ({ headers }) => ('traceparent' in headers ? {} : { traceparent }) }), // a client that is a part of a trace says so itself
    },
    start: {
      ownsSession: reach.joined === undefined, server: name, connectionId: nextId(), at: now(),
      first: { name: 'mcp_server_start', extra: { server: name, boundary: { transport: 'http', level: reach.protection, upstream: origin + pathname, ...(rewriteOauthResource && { rewrites: REWRITTEN }) }, ...more } },
      session: {
        sessionId, ...reach.place, name: `MCP server ${name}`, harness: 'mcp', agentName: 'MCP client', workspaceName: options.workspaceName ?? basename(cwd),
        capture: { ...capture, loses: [...capture.loses, ...(rewriteOauthResource ? [REWRITES] : [])] },
        ...(identity && { identity }), ...(task && { task }), ...(traceparent !== undefined && { metadata: { traceparent } }),
      },
    },
  };
}

/** Makes a process that listens that of who records: for good. */
export function leaveToRecorder(apart: Apart | undefined, dir: string | undefined): void {
  if (apart) becomeUser(apart.recorder);
  if (apart && dir !== undefined) process.chdir(dir); // where it stands, the agent's user may write
}
