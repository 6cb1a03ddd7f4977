import { PlayheadError } from '@playhead/protocol';
import { createExchangeGuard } from './guard/exchange-guard.ts';
import { createGuardLink } from './guard/guard-link.ts';
import type { GuardOptions } from './guard/guard-options.ts';
import { gateMaker } from './guard/new-gate.ts';
import { forwardExchange, type ForwardedExchange } from './http/forward-exchange.ts';
import { openHttpTap } from './http/http-tap.ts';
import { leaveToRecorder, prepareHttp } from './http/prepare-http.ts';
import { MCP_HEADERS } from './mcp/mcp-headers.ts';
import { openPolicyFile } from './policy/policy-file.ts';
import type { HttpRecording, RecordHttpOptions } from './record-http.ts';

/** What {@link guardHttp} is told. */
export interface GuardHttpOptions extends RecordHttpOptions, GuardOptions {}

/**
 * Listens in the place of an MCP server as {@link recordHttp} does, but looks at each message before it hands it on: whether a policy lets it pass, and with mode `strict`
 * whether it is stored.
 *
 * @throws PlayheadError `invalid_settings` when the policy cannot be enforced, or in mode `strict` nothing is recorded here; `usage` for an address that cannot be one; `port_in_use`.
 *
 * @example
 * ```ts
 * const recording = await guardHttp({ name: 'issues', upstream: 'https://mcp.example.com/mcp', mode: 'strict', policy: 'policy.json' });
 * console.log(recording.url); // the client's configuration names this one now
 * ```
 */
export async function guardHttp({ mode = 'observe', policy, ...options }: GuardHttpOptions): Promise<HttpRecording> {
  const broken: { tell?: (message: string) => void } = {};
  const source = policy === undefined ? undefined : openPolicyFile(policy, { onBroken: (message) => broken.tell?.(message) });
  const { start, env, changes, now, nextId, sessionId } = prepareHttp(options, { mode, ...(policy !== undefined && { policy }) });
  const early: { forward?: (exchange: ForwardedExchange) => void; waiting: ForwardedExchange[] } = { waiting: [] };
  const tap = await openHttpTap({ ...options, keepHeaders: MCP_HEADERS, changes, onStep: (step) => link.step(step) }, (exchange) => {
    if (early.forward) early.forward(exchange);
    else early.waiting.push(exchange); // it is not known yet whether it is recorded
  });
  leaveToRecorder(options.apart, options.dir);
  const link = createGuardLink({ start: { ...start, playhead: 'gateway-guard', mode, isHttp: true }, env, now });
  broken.tell = link.failure;
  if (!(await link.ready) && mode === 'strict') {
    await tap.close(0);
    throw new PlayheadError('invalid_settings', 'Nothing is handed on: nothing is recorded here, and mode strict hands on only what is recorded. Allow recording (PLAYHEAD_RECORD, settings files), or choose another mode.');
  }
  const { identity, task } = start.session;
  const newGate = gateMaker({ mode, source, server: options.name, ...(identity && { identity }), ...(task && { task }) });
  const guard = newGate || mode !== 'observe' ? createExchangeGuard({ mode, ...(newGate && { newGate }), link, nextId, now }) : undefined;
  early.forward = guard?.forward ?? forwardExchange;
  for (const exchange of early.waiting.splice(0)) early.forward(exchange);
  return {
    url: tap.url, sessionId,
    async close(graceMs) {
      await tap.close(graceMs);
      await guard?.settled();
      return link.end({ exitCode: 0 });
    },
  };
}
