import { basename } from 'node:path';
import process from 'node:process';
import { createIdSource, isUuid, type Identity, type Task } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { captureOf } from './apart/protection.ts';
import { recorderReach } from './apart/recorder-reach.ts';
import { createCopyLink, type SavedTraffic } from './record/copy-link.ts';
import type { WorkerStart } from './record/messages.ts';
import { traceParentOf } from './trace-parent.ts';
import { openStdioTap, passAndTell, type StdioTap, type StdioTapOptions } from './stdio/stdio-tap.ts';

/** What {@link recordStdio} is told. */
export interface RecordStdioOptions extends Omit<StdioTapOptions, 'onBytes'> {
  /** What the client calls the server. */
  readonly name: string;
  /** The session to join. Default: `PLAYHEAD_SESSION_ID` of the environment, else that of Claude Code's hooks, else a new session, which ends with the server. */
  readonly sessionId?: string;
  /** Who is behind the agent, for a new session. */
  readonly identity?: Identity;
  /** What its work is for, for a new session. The server is told it as the trace that `TRACEPARENT` names, unless this process is a part of one. */
  readonly task?: Task;
  /** The workspace of a new session. Default: the name of the directory. */
  readonly workspaceName?: string;
  /** Records on this server alone: nothing is kept here. Default: files of the data directory, sent on where `PLAYHEAD_URL` says so. */
  readonly central?: { readonly url: string; readonly token: string };
  /** The data directory. Default: as for every recorder; with `apart` it must be named. */
  readonly dir?: string;
}

/** A server behind a tap that is recorded. */
export interface StdioRecording extends StdioTap {
  /** The session, unless it turns out to be that of Claude Code's hooks. */
  readonly sessionId: string;
  /** Settles when everything is stored, or it is known that it cannot be. Never rejects. */
  readonly saved: Promise<SavedTraffic>;
}

/**
 * Starts an MCP server, stands between it and its client as `createStdioTap` does, and records what they say to each other: on another thread, behind
 * what passes. Whatever goes wrong with the recording, they notice nothing. `PLAYHEAD_RECORD=0` leaves the tap alone. With `apart` the recording is another user's than the
 * agent's: out of its reach.
 *
 * @throws PlayheadError `usage` or `storage_unavailable` when `apart` cannot be had; then nothing was started.
 *
 * @example
 * ```ts
 * const recording = recordStdio({ name: 'files', command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '.'] });
 * const { exitCode } = await recording.exit;
 * const { problem } = await recording.saved;
 * ```
 */
export function recordStdio(options: RecordStdioOptions): StdioRecording {
  const copies: { to?: StdioTapOptions['onBytes'] } = {}; // the server starts first
  const { start, env, serverEnv, now, sessionId } = prepareStdio(options);
  const tap = openStdioTap({ ...options, env: serverEnv }, passAndTell((direction, bytes) => copies.to?.(direction, bytes)));
  if (options.apart && options.dir !== undefined) process.chdir(options.dir); // where this process stands, the agent's user may write
  if (env['PLAYHEAD_RECORD'] === '0') return { ...tap, sessionId, saved: tap.exit.then(() => ({})) };
  const link = createCopyLink({ now, env, start: { ...start, playhead: 'gateway' } });
  copies.to = link.copy;
  return { ...tap, sessionId, saved: tap.exit.then((exit) => link.end(exit)) };
}

/** What the recording of a server begins with. */
export interface PreparedStdio {
  readonly start: Omit<WorkerStart, 'hurry' | 'taken' | 'playhead'>;
  /** The environment of whatever records. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** That of the server. */
  readonly serverEnv: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  readonly nextId: () => string;
  readonly sessionId: string;
}

/** Says how a server is recorded. */
export function prepareStdio(options: RecordStdioOptions): PreparedStdio {
  const { name, cwd = process.cwd(), command, args = [], env = process.env, identity, task, apart, central } = options;
  const nextId = createIdSource();
  const { protection, env: recorderEnv, joined, place } = recorderReach(options);
  const sessionId = joined ?? nextId();
  const now = createClock();
  const traceparent = traceParentOf(env, task);
  return {
    now, nextId, sessionId,
    env: recorderEnv,
    serverEnv: traceparent === undefined ? env : { ...env, TRACEPARENT: traceparent },
    start: {
      ownsSession: joined === undefined, server: name, connectionId: nextId(), at: now(), ...(joined === undefined && !apart && !central && hostOf(env)),
      first: { name: 'mcp_server_start', extra: { server: name, command: [command, ...args].join(' '), boundary: { transport: 'stdio', level: protection } } },
      session: {
        sessionId, ...place, name: `MCP server ${name}`, harness: 'mcp', agentName: 'MCP client', workspaceName: options.workspaceName ?? basename(cwd),
        capture: captureOf(protection),
        ...(identity && { identity }), ...(task && { task }), ...(traceparent !== undefined && { metadata: { traceparent } }),
      },
    },
  };
}

/** Claude Code tells the servers that it starts which of its sessions they are for. */
function hostOf(env: PreparedStdio['env']): Pick<WorkerStart, 'host'> {
  const harnessSessionId = env['CLAUDE_CODE_SESSION_ID'];
  return harnessSessionId !== undefined && isUuid(harnessSessionId) ? { host: { harness: 'claude-code', harnessSessionId } } : {};
}

