import { accountOf, type Apart } from '@playhead/gateway';
import { PlayheadError } from '@playhead/protocol';
import type { CommandContext, CommandInput } from './command.ts';

/**
 * Whose a recording is and whose the agent, by `--as` and `--agent-user`. Who called sudo may only be themselves: rules of sudo may allow an agent this command.
 *
 * @returns Undefined where all is one user's.
 * @throws PlayheadError `usage`.
 */
export function apartOf(input: CommandInput, { env }: Pick<CommandContext, 'env'>): Apart | undefined {
  const [as, named, caller] = [input.text('as'), input.text('agent-user'), env['SUDO_UID']];
  if (as === undefined && named === undefined) return undefined;
  if (as === undefined) throw new PlayheadError('usage', '--agent-user says whose the server is when --as says who records.');
  if (input.text('dir') === undefined) throw new PlayheadError('usage', '--as needs --dir, a data directory of the user who records.');
  const agent = named ?? caller;
  if (agent === undefined) throw new PlayheadError('usage', '--as needs --agent-user, whose the server is, where nobody called sudo.');
  const apart = { recorder: accountOf(as), agent: accountOf(agent) };
  if (caller !== undefined && caller !== '0' && apart.agent.uid !== Number(caller)) throw new PlayheadError('usage', '--agent-user must be who called sudo.');
  return apart;
}
