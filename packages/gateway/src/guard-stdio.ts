import type { Writable } from 'node:stream';
import { PlayheadError } from '@playhead/protocol';
import { createGuardLink } from './guard/guard-link.ts';
import type { GuardOptions } from './guard/guard-options.ts';
import { createGuardedConnection } from './guard/guarded-connection.ts';
import { gateMaker } from './guard/new-gate.ts';
import { passLines } from './guard/pass-lines.ts';
import { openPolicyFile } from './policy/policy-file.ts';
import { prepareStdio, type RecordStdioOptions, type StdioRecording } from './record-stdio.ts';
import type { RpcDirection } from './rpc/direction.ts';
import type { PassedBytes } from './stdio/pass-bytes.ts';
import { openStdioTap, type StdioTap } from './stdio/stdio-tap.ts';

/** What {@link guardStdio} is told. */
export interface GuardStdioOptions extends RecordStdioOptions, GuardOptions {}

/**
 * Starts an MCP server as {@link recordStdio} does, but looks at each message before it hands it on: whether a policy lets it pass, and with mode `strict` whether it
 * is stored.
 *
 * @throws PlayheadError `invalid_settings` when the policy cannot be enforced, or in mode `strict` nothing is recorded here; then no server is started.
 *
 * @example
 * ```ts
 * const recording = await guardStdio({ name: 'files', command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '.'], mode: 'strict', policy: 'policy.json' });
 * const { exitCode } = await recording.exit;
 * ```
 */
export async function guardStdio({ mode = 'observe', policy, ...options }: GuardStdioOptions): Promise<StdioRecording> {
  const broken: { tell?: (message: string) => void } = {};
  const source = policy === undefined ? undefined : openPolicyFile(policy, { onBroken: (message) => broken.tell?.(message) });
  const { start, env, serverEnv, now, nextId, sessionId } = prepareStdio(options);
  const ways: { readonly direction: RpcDirection; readonly way: Omit<PassedBytes, 'copy'>; settled?: () => Promise<unknown> }[] = [];
  const startServer = (): StdioTap => openStdioTap({ ...options, env: serverEnv }, (direction, way) => {
    const one: (typeof ways)[number] = { direction, way };
    ways.push(one);
    return async () => one.settled?.();
  });
  const early = options.apart && startServer(); // then this process is another user's, who records: not before
  if (early && options.dir !== undefined) process.chdir(options.dir); // where it stands, the agent's user may write
  const link = createGuardLink({ start: { ...start, playhead: 'gateway-guard', mode, first: { ...start.first, extra: { ...start.first.extra, mode, ...(policy !== undefined && { policy }) } } }, env, now });
  broken.tell = link.failure;
  const isRecorded = await link.ready;
  if (mode === 'strict' && !isRecorded) {
    early?.kill('SIGKILL');
    throw new PlayheadError('invalid_settings', 'The server was not started: nothing is recorded here, and mode strict hands on only what is recorded. Allow recording (PLAYHEAD_RECORD, settings files), or choose another mode.');
  }
  const tap = early ?? startServer();
  const { identity, task } = start.session;
  const gate = gateMaker({ mode, source, server: options.name, ...(identity && { identity }), ...(task && { task }) })?.();
  const outputOf = (direction: RpcDirection): Writable | undefined => ways.find((one) => one.direction === direction)?.way.to;
  const connection = createGuardedConnection({ mode, ...(gate && { gate }), link, nextId, now, send: (direction, bytes) => { if (outputOf(direction)?.writable) outputOf(direction)?.write(bytes); } });
  for (const one of ways) {
    const { direction, way } = one;
    one.settled = passLines({
      ...way,
      take: (piece) => connection.take(direction, piece),
      onEnd() {
        connection.leave();
        way.onEnd();
      },
    });
  }
  return { ...tap, sessionId, saved: tap.exit.then((exit) => link.end(exit)) };
}
