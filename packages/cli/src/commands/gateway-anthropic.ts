import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { environmentOf } from '@playhead/gateway';
import { recordModel } from '@playhead/gateway/anthropic';
import { PlayheadError } from '@playhead/protocol';
import { apartOf } from '../apart-users.ts';
import { tappedAgent, usesProxy } from '../base-url-costs.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { endAs, type CommandEnd } from '../end-as.ts';
import { forwardSignals } from '../forward-signals.ts';
import { launchedBy } from '../launched-by.ts';
import { serverAlone } from '../server-alone.ts';
import { launcherOptions, reachOptions } from './gateway-options.ts';
import { dirOf, dirOption } from './shared-options.ts';

const LONGEST_NAME = 128;
const NO_POLICY = '--policy cannot be enforced here: what a model wants is a part of its answer, which is handed on as it comes, and what becomes of it the agent decides. Put the policy before the tools: playhead gateway stdio, or playhead gateway http.';

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
    ...launcherOptions,
    ...reachOptions('agent'),
    policy: { type: 'string', value: 'file', about: 'refused: here nobody can keep an answer back without changing it. Policies are for gateway stdio and gateway http' },
    dir: dirOption,
  },
  async run(input, context) {
    const { env, cwd, output } = context;
    const [command = '', ...args] = input.positionals;
    const name = input.text('name')?.trim() || command;
    if (name.length > LONGEST_NAME) throw new PlayheadError('usage', `--name has at most ${LONGEST_NAME} characters.`);
    if (input.text('policy') !== undefined) throw new PlayheadError('usage', NO_POLICY);
    const apart = apartOf(input, context);
    const central = serverAlone(input, context);
    const agent = tappedAgent(env, input.text('upstream'));
    refuseProxy(agent.upstream, env);
    const { sideEffects } = agent;
    const started: { child?: ChildProcess; ended?: Promise<Ended> } = {};
    const recording = await recordModel({
      upstream: agent.upstream, name, cwd, env, dir: dirOf(input, context), sideEffects, ...launchedBy(input, context, apart), ...(apart && { apart }), ...(central && { central }),
      onListening({ url, traceparent }) {
        if (sideEffects.length > 0) output.note(`playhead gateway anthropic: with the tap ${sideEffects.join('; ')}. This stands in the recording, too.`);
        const own = { ...env, ...agent.env(url), ...toldBy(input), ...(traceparent !== undefined && { TRACEPARENT: traceparent }) };
        const child = spawn(command, args, { cwd, env: apart ? environmentOf(own, apart.agent) : own, stdio: 'inherit', ...(apart && { uid: apart.agent.uid, gid: apart.agent.gid }) });
        started.child = child;
        started.ended = endOf(child, command);
      },
    }).catch((error: unknown) => {
      started.child?.kill('SIGKILL');
      throw error;
    });
    let leave = (_end: Ended): void => {};
    const left = new Promise<Ended>((resolve) => { leave = resolve; });
    const forwarding = forwardSignals((signal) => {
      if (process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')) return; // what is typed at a terminal reaches the command by itself
      if (apart) leave({ exitCode: 128 + constants.signals[signal], signal }); // the command is another user's: no signal of ours reaches it
      else started.child?.kill(signal);
    });
    const ended = await Promise.race([left, started.ended ?? left]);
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
