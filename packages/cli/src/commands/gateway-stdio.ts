import { resolve } from 'node:path';
import { recordStdio } from '@playhead/gateway';
import type { GuardMode } from '@playhead/gateway/policy';
import { PlayheadError } from '@playhead/protocol';
import { serverAlone } from '../server-alone.ts';
import type { Command, CommandInput } from '../command.ts';
import { endAs } from '../end-as.ts';
import { forwardSignals } from '../forward-signals.ts';
import { launchedBy } from '../launched-by.ts';
import { letGoOfOutput } from '../let-go-of-output.ts';
import { apartOf } from '../apart-users.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** A name stands in every call of the server. */
const LONGEST_NAME = 128;
const MODES: readonly GuardMode[] = ['observe', 'buffer', 'strict'];

/** `playhead gateway stdio`: an MCP server that is recorded on its connection. */
export const gatewayStdioCommand: Command = {
  name: 'gateway stdio',
  usage: '--name <server> [options] -- <command…>',
  about: 'record an MCP server on its connection: what a client starts in its place',
  examples: [
    { line: 'gateway stdio --name files -- npx -y @modelcontextprotocol/server-filesystem .', about: 'start a server as the client would, and record what both say' },
    { line: 'gateway stdio --name files --mode strict --policy policy.json -- node files.js', about: 'hand on only what a policy allows and what is stored' },
    { line: 'gateway stdio --name tracker --task SHOP-42 --identity user:ada@example.com -- node tracker.js', about: 'say who is behind the agent and what its work is for' },
  ],
  exits: { '*': 'that of the server; of a signal that signal; 126 and 127 where it cannot be started; 1 where a policy or a mode cannot be enforced: then it is not started' },
  positionals: { min: 1, max: Number.MAX_SAFE_INTEGER },
  options: {
    name: { type: 'string', value: 'server', about: 'what the client calls the server' },
    task: { type: 'string', value: 'id', about: 'what the work is for (default: PLAYHEAD_TASK)' },
    identity: { type: 'string', value: 'who', about: 'who is behind the agent, such as user:ada@example.com (default: PLAYHEAD_IDENTITY, else the user of this process)' },
    mode: { type: 'string', value: MODES.join('|'), values: MODES, about: 'what happens when the recording does not keep up: count what is missing, keep copies on the disk, or hand on only what is stored (default: observe)' },
    policy: { type: 'string', value: 'file', about: 'a file of rules that say which calls are allowed, denied, or wait for an approval' },
    wrapped: { type: 'string', value: 'args|command', values: ['args', 'command'], about: 'says to playhead gateway uninstall how the server was written before; changes nothing here' },
    url: { type: 'string', value: 'url', about: 'record on this server alone, and keep nothing here: with --token-file' },
    'token-file': { type: 'string', value: 'path', completes: 'file', about: 'file of the token for it: one of the kind ingest can only add' },
    as: { type: 'string', value: 'user', about: 'record as this user, out of the reach of the agent\'s: of root\'s only, and with --dir' },
    'agent-user': { type: 'string', value: 'user', about: 'whose the server is then (default: who called sudo)' },
    dir: dirOption,
  },
  async run(input, context) {
    const [command = '', ...args] = input.positionals;
    const name = input.text('name')?.trim() ?? '';
    if (name === '' || name.length > LONGEST_NAME) throw new PlayheadError('usage', `--name must say what the client calls the server, in at most ${LONGEST_NAME} characters.`);
    const apart = apartOf(input, context);
    const central = serverAlone(input, context);
    const mode = modeOf(input);
    const policy = input.text('policy');
    const options = { name, command, args, cwd: context.cwd, env: context.env, dir: dirOf(input, context), ...launchedBy(input, context, apart), ...(apart && { apart }), ...(central && { central }) };
    letGoOfOutput();
    const isGuarded = mode !== 'observe' || policy !== undefined; // all that this takes is loaded only then: the client waits
    const recording = isGuarded ? await (await import('@playhead/gateway/policy')).guardStdio({ ...options, mode, ...(policy !== undefined && { policy: resolve(context.cwd, policy) }) }) : recordStdio(options);
    const forwarding = forwardSignals((signal) => recording.kill(signal));
    const exit = await recording.exit;
    await recording.saved;
    forwarding.stop();
    if (exit.problem !== undefined) context.output.note(`playhead gateway stdio: the server was not started: ${exit.problem}`);
    return endAs(exit);
  },
};

function modeOf(input: CommandInput): GuardMode {
  const said = input.text('mode') ?? 'observe';
  const mode = MODES.find((one) => one === said);
  if (mode === undefined) throw new PlayheadError('usage', `--mode is one of ${MODES.join(', ')}.`);
  return mode;
}
