import { basename } from 'node:path';
import process from 'node:process';
import { createIdSource, type Identity, type Task } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { MODEL_HEADERS } from './anthropic/model-headers.ts';
import type { Apart } from './apart/apart.ts';
import { recorderReach } from './apart/recorder-reach.ts';
import type { ExchangeStep } from './http/exchange.ts';
import { createHttpTap } from './http/http-tap.ts';
import { leaveToRecorder } from './http/prepare-http.ts';
import { createCopyLink, type SavedTraffic } from './record/copy-link.ts';
import { traceParentOf } from './trace-parent.ts';

/** What {@link recordModel} is told. */
export interface RecordModelOptions {
  /** The service. Default `https://api.anthropic.com`. */
  readonly upstream?: string;
  /** What a session is called until somebody asks for something. Default `Model API`. */
  readonly name?: string;
  /** The port. Default 0: one that is free. */
  readonly port?: number;
  /** The session to join. Default: `PLAYHEAD_SESSION_ID` of the environment, else those that requests name, and a new one for others. */
  readonly sessionId?: string;
  /** Who is behind the agent, for a new session. */
  readonly identity?: Identity;
  /** What its work is for, for a new session. */
  readonly task?: Task;
  /** The workspace of a new session. Default: the name of the directory. */
  readonly workspaceName?: string;
  /** What the tap changes for the agent, in words. Stands in the header. */
  readonly sideEffects?: readonly string[];
  /** Where settings are looked for. Default: where this process runs. */
  readonly cwd?: string;
  /** The environment of the recorder. Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The data directory. Default: as for every recorder; with `apart` it must be named. */
  readonly dir?: string;
  /** Makes this process, once it listens, that of who records: of root's only. Its agent is another user's, and names no session that is there already. Default: all is one user's. */
  readonly apart?: Apart;
  /** Records on this server alone: nothing is kept here. Default: files of the data directory, sent on where `PLAYHEAD_URL` says so. */
  readonly central?: { readonly url: string; readonly token: string };
  /** Called once it listens, and with `apart` while this process is still root's: the agent can be started then. `traceparent` is the W3C trace of the task. */
  readonly onListening?: (tap: { readonly url: string; readonly traceparent?: string }) => void;
}

/** A tap on the way to a model whose traffic is recorded. */
export interface ModelRecording {
  /** What an agent takes in the place of the service's address. */
  readonly url: string;
  /** How many requests have passed. */
  readonly requests: number;
  /** Takes no more requests, ends, and stores what is left. Never rejects. */
  close(graceMs?: number): Promise<SavedTraffic>;
}

/** Where the Messages API is at home. */
export const MODEL_SERVICE = 'https://api.anthropic.com';
/** What nobody sees on this connection. */
const LOSES = ['how long a tool ran', 'what the agent does without telling the model'];

/**
 * Listens in the place of the Messages API, hands every request on to it, and records what agent and model say to each other: on another thread, behind
 * what passes. Requests that name a session of Claude Code are recorded in the session that its hooks record, where they do. Credentials are
 * handed on to the service and never recorded.
 *
 * @throws PlayheadError `usage` for an address that cannot be one; `port_in_use`; `usage` or `storage_unavailable` when `apart` cannot be had.
 *
 * @example
 * ```ts
 * const recording = await recordModel({ task: { id: 'SHOP-42', title: 'Fix the login' } });
 * console.log(recording.url); // the agent's ANTHROPIC_BASE_URL
 * const { problem } = await recording.close();
 * ```
 */
export async function recordModel(options: RecordModelOptions = {}): Promise<ModelRecording> {
  const { upstream = MODEL_SERVICE, name = 'Model API', port = 0, cwd = process.cwd(), identity, task, sideEffects = [], apart } = options;
  const nextId = createIdSource();
  const { protection, env, joined, place } = recorderReach(options);
  const now = createClock();
  const copies: { to?: (step: ExchangeStep) => void } = {};
  let requests = 0;
  const onStep = (step: ExchangeStep): void => {
    if (step.kind === 'request') requests += 1;
    copies.to?.(step);
  };
  const tap = await createHttpTap({ upstream, port, keepHeaders: MODEL_HEADERS, onStep });
  const traceparent = traceParentOf(options.env ?? process.env, task);
  const passing = { url: tap.url.replace(/\/$/, ''), get requests() { return requests; } };
  options.onListening?.({ url: passing.url, ...(traceparent !== undefined && { traceparent }) });
  leaveToRecorder(apart, options.dir);
  if (env['PLAYHEAD_RECORD'] === '0') return Object.assign(passing, { close: (graceMs?: number) => tap.close(graceMs).then(() => ({})) });
  const { origin } = new URL(upstream);
  const link = createCopyLink({
    now, env,
    start: {
      playhead: 'gateway', ownsSession: joined === undefined, server: 'model', connectionId: nextId(), at: now(), codec: 'anthropic', ...(apart && { isApart: true }),
      first: { name: 'model_tap_start', extra: { boundary: { transport: 'http', level: protection, upstream: origin } } },
      session: {
        sessionId: joined ?? nextId(), ...place, name, harness: 'anthropic', agentName: 'Agent', workspaceName: options.workspaceName ?? basename(cwd),
        capture: { tier: 'gateway', loses: LOSES, ...(sideEffects.length > 0 && { sideEffects }), protection },
        ...(identity && { identity }), ...(task && { task }), ...(traceparent !== undefined && { metadata: { traceparent } }),
      },
    },
  });
  copies.to = link.step;
  return Object.assign(passing, {
    async close(graceMs?: number): Promise<SavedTraffic> {
      await tap.close(graceMs);
      return link.end({ exitCode: 0 });
    },
  });
}
