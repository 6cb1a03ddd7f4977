import { resolve } from 'node:path';
import type { GuardMode } from '@playhead/gateway/policy';
import { PlayheadError } from '@playhead/protocol';
import type { CommandContext, CommandInput, CommandOption } from '../command.ts';

const MODES: readonly GuardMode[] = ['observe', 'buffer', 'strict'];

/** What may pass, and what happens when the recording does not keep up. */
export const guardOptions: Readonly<Record<'mode' | 'policy', CommandOption>> = {
  mode: { type: 'string', value: MODES.join('|'), values: MODES, about: 'what happens when the recording does not keep up: count what is missing, keep copies on the disk, or hand on only what is stored (default: observe)' },
  policy: { type: 'string', value: 'file', about: 'a file of rules that say which calls are allowed, denied, or wait for an approval' },
};

/**
 * How messages are looked at before they are handed on.
 *
 * @returns Undefined where they are not: all that it takes is loaded only then, since a client waits.
 * @throws PlayheadError `usage`.
 */
export function guardOf(input: CommandInput, { cwd }: Pick<CommandContext, 'cwd'>): { readonly mode: GuardMode; readonly policy?: string } | undefined {
  const [said = 'observe', policy] = [input.text('mode'), input.text('policy')];
  const mode = MODES.find((one) => one === said);
  if (mode === undefined) throw new PlayheadError('usage', `--mode is one of ${MODES.join(', ')}.`);
  if (mode === 'observe' && policy === undefined) return undefined;
  return { mode, ...(policy !== undefined && { policy: resolve(cwd, policy) }) };
}

/** Who is behind an agent, and what for. */
export const launcherOptions: Readonly<Record<'task' | 'identity', CommandOption>> = {
  task: { type: 'string', value: 'id', about: 'what the work is for (default: PLAYHEAD_TASK)' },
  identity: { type: 'string', value: 'who', about: 'who is behind the agent, such as user:ada@example.com (default: PLAYHEAD_IDENTITY, else the user of this process)' },
};

/** Options that keep a recording out of the reach of an agent, or of what belongs to its user. */
export function reachOptions(whose: 'server' | 'agent'): Readonly<Record<'url' | 'token-file' | 'as' | 'agent-user', CommandOption>> {
  return {
    url: { type: 'string', value: 'url', about: 'record on this server alone, and keep nothing here: with --token-file' },
    'token-file': { type: 'string', value: 'path', completes: 'file', about: 'file of the token for it: one of the kind ingest can only add' },
    as: { type: 'string', value: 'user', about: "record as this user, out of the reach of the agent's: of root's only, and with --dir" },
    'agent-user': { type: 'string', value: 'user', about: `whose the ${whose} is then (default: who called sudo)` },
  };
}
