import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { recordModel } from '@playhead/gateway/anthropic';
import { PlayheadError } from '@playhead/protocol';
import { tappedAgent, usesProxy } from '../base-url-costs.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { endAs, type CommandEnd } from '../end-as.ts';
import { forwardSignals } from '../forward-signals.ts';
import { launchedBy } from '../launched-by.ts';
import { dirOf, dirOption } from './shared-options.ts';

const LONGEST_NAME = 128;

/** How a command ended. */
interface Ended extends CommandEnd {
  /** Why it was not started. */
  readonly problem?: string;
}

/** `playhead gateway anthropic`: an agent that is recorded on the way to its model. */
export const gatewayAnthropicCommand: Command = {
  name: 'gateway anthropic',
  usage: '[options] -- <command…>',
  about: 'record an agent on its way to the model: what both really say',
  examples: [
    { line: 'gateway anthropic -- claude', about: 'Claude Code with a tap before its model' },
    { line: 'gateway anthropic --task SHOP-42 -- claude -p "Fix the login"', about: 'say what the work is for' },
    { line: 'gateway anthropic --upstream https://models.example.com -- claude', about: 'a model that is not at api.anthropic.com' },
  ],
  exits: { '*': 'that of the command; of a signal that signal; 126 and 127 where it cannot be started' },
  positionals: { min: 1, max: Number.MAX_SAFE_INTEGER },
  options: {
    upstream: { type: 'string', value: 'url', about: 'where the model is (default: ANTHROPIC_BASE_URL, else https://api.anthropic.com)' },
    name: { type: 'string', value: 'name', about: 'what a session is called until somebody asks for something (default: the command)' },
    task: { type: 'string', value: 'id', about: 'what the work is for (default: PLAYHEAD_TASK)' },
    identity: { type: 'string', value: 'who', about: 'who is behind the agent, such as user:ada@example.com (default: PLAYHEAD_IDENTITY, else the user of this process)' },
    dir: dirOption,
  },
  async run(input, context) {
    const { env, cwd, output } = context;
    const [command = '', ...args] = input.positionals;
    const name = input.text('name')?.trim() || command;
    if (name.length > LONGEST_NAME) throw new PlayheadError('usage', `--name has at most ${LONGEST_NAME} characters.`);
    const agent = tappedAgent(env, input.text('upstream'));
    refuseProxy(agent.upstream, env);
    const { sideEffects } = agent;
    const recording = await recordModel({ upstream: agent.upstream, name, cwd, env, dir: dirOf(input, context), sideEffects, ...launchedBy(input, context) });
    if (sideEffects.length > 0) output.note(`playhead gateway anthropic: with the tap ${sideEffects.join('; ')}. This stands in the recording, too.`);
    const child = spawn(command, args, { cwd, env: { ...env, ...agent.env(recording.url), ...toldBy(input) }, stdio: 'inherit' });
    // What is typed at a terminal reaches the command by itself.
    const forwarding = forwardSignals((signal) => { if (!(process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT'))) child.kill(signal); });
    const ended = await endOf(child, command);
    const { requests } = recording;
    const { problem } = await recording.close();
    forwarding.stop();
    if (ended.problem !== undefined) output.note(`playhead gateway anthropic: the command was not started: ${ended.problem}`);
    else if (requests === 0) output.note('playhead gateway anthropic: no request passed the tap. Settings of the agent may name another address (ANTHROPIC_BASE_URL), or another service.');
    if (problem !== undefined) output.note(`playhead gateway anthropic: not everything was recorded: ${problem}`);
    return endAs(ended);
  },
};

/** What hooks of the agent read, so that they say the same. */
function toldBy(input: CommandInput): Readonly<Record<string, string>> {
  const [task, identity] = [input.text('task'), input.text('identity')];
  return { ...(task && { PLAYHEAD_TASK: task }), ...(identity && { PLAYHEAD_IDENTITY: identity }) };
}

/** Where requests must go through a proxy, a tap that goes around it would fail, or pass where nothing should. */
function refuseProxy(upstream: string, env: CommandContext['env']): void {
  const isHere = URL.canParse(upstream) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(upstream).hostname);
  if (!isHere && usesProxy(env)) throw new PlayheadError('usage', 'A proxy is set in the environment (HTTPS_PROXY or the like), and the tap uses none: take it out for this command, or start the agent without the tap.');
}

function endOf(child: ChildProcess, command: string): Promise<Ended> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve({ exitCode: error.code === 'ENOENT' ? 127 : 126, problem: `${command}: ${error.message}` }));
    child.once('exit', (code, signal) => resolve(signal === null ? { exitCode: code ?? 0 } : { exitCode: 128 + constants.signals[signal], signal }));
  });
}
