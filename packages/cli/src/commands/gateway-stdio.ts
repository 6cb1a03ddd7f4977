import { recordStdio } from '@playhead/gateway';
import { PlayheadError } from '@playhead/protocol';
import { serverAlone } from '../server-alone.ts';
import type { Command } from '../command.ts';
import { endAs } from '../end-as.ts';
import { forwardSignals } from '../forward-signals.ts';
import { launchedBy } from '../launched-by.ts';
import { letGoOfOutput } from '../let-go-of-output.ts';
import { apartOf } from '../apart-users.ts';
import { guardOf, guardOptions, launcherOptions, reachOptions } from './gateway-options.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** A name stands in every call of the server. */
const LONGEST_NAME = 128;

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
    ...launcherOptions,
    ...guardOptions,
    wrapped: { type: 'string', value: 'args|command', values: ['args', 'command'], about: 'says to playhead gateway uninstall how the server was written before; changes nothing here' },
    ...reachOptions('server'),
    dir: dirOption,
  },
  async run(input, context) {
    const [command = '', ...args] = input.positionals;
    const name = input.text('name')?.trim() ?? '';
    if (name === '' || name.length > LONGEST_NAME) throw new PlayheadError('usage', `--name must say what the client calls the server, in at most ${LONGEST_NAME} characters.`);
    const apart = apartOf(input, context);
    const central = serverAlone(input, context);
    const guard = guardOf(input, context);
    const options = { name, command, args, ownsInput: true, cwd: context.cwd, env: context.env, dir: dirOf(input, context), ...launchedBy(input, context, apart), ...(apart && { apart }), ...(central && { central }) };
    letGoOfOutput();
    const recording = guard ? await (await import('@playhead/gateway/policy')).guardStdio({ ...options, ...guard }) : recordStdio(options);
    const forwarding = forwardSignals((signal) => recording.kill(signal));
    const exit = await recording.exit;
    await recording.saved;
    forwarding.stop();
    if (exit.problem !== undefined) context.output.note(`playhead gateway stdio: the server was not started: ${exit.problem}`);
    return endAs(exit);
  },
};
