import { recordHttp } from '@playhead/gateway/http';
import { PlayheadError } from '@playhead/protocol';
import { apartOf } from '../apart-users.ts';
import type { Command } from '../command.ts';
import { launchedBy } from '../launched-by.ts';
import { serverAlone } from '../server-alone.ts';
import { guardOf, guardOptions, launcherOptions, reachOptions } from './gateway-options.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** A name stands in every call of the server. */
const LONGEST_NAME = 128;

/** `playhead gateway http`: an MCP server that speaks HTTP, recorded on the way to it. */
export const gatewayHttpCommand: Command = {
  name: 'gateway http',
  about: 'record an MCP server that speaks HTTP: a client takes the address that this prints',
  examples: [
    { line: 'gateway http --upstream https://mcp.example.com/mcp --listen 127.0.0.1:4000 --name issues', about: 'stand before a server until Ctrl-C, and record what it and its clients say' },
    { line: 'gateway http --upstream https://mcp.example.com/mcp --mode strict --policy policy.json', about: 'hand on only what a policy allows and what is stored' },
    { line: 'gateway http --upstream https://mcp.example.com/mcp --rewrite-oauth-resource', about: 'also where the server signs its clients in with OAuth' },
  ],
  exits: { 1: 'failed, also where a policy or a mode cannot be enforced: then nothing is handed on' },
  options: {
    upstream: { type: 'string', value: 'url', about: 'the server; nothing goes anywhere else' },
    listen: { type: 'string', value: 'host:port', about: 'where clients reach the tap (default 127.0.0.1 and a free port; another host lets other machines in)' },
    name: { type: 'string', value: 'server', about: 'what the client calls the server (default: its host)' },
    'rewrite-oauth-resource': { type: 'boolean', about: 'let OAuth metadata name the tap, so that clients sign in through it' },
    ...launcherOptions,
    ...guardOptions,
    ...reachOptions('agent'),
    dir: dirOption,
    json: jsonOption,
  },
  async run(input, context) {
    const { output, signal, cwd, env } = context;
    const upstream = input.text('upstream') ?? '';
    if (upstream === '') throw new PlayheadError('usage', '--upstream must say which server is recorded, such as https://mcp.example.com/mcp.');
    const name = (input.text('name') ?? (URL.canParse(upstream) ? new URL(upstream).host : 'server')).trim();
    if (name === '' || name.length > LONGEST_NAME) throw new PlayheadError('usage', `--name must say what the client calls the server, in at most ${LONGEST_NAME} characters.`);
    const apart = apartOf(input, context);
    const central = serverAlone(input, context);
    const guard = guardOf(input, context);
    const options = {
      upstream, name, cwd, env, dir: dirOf(input, context), ...listenOf(input.text('listen')), ...launchedBy(input, context, apart), ...(apart && { apart }), ...(central && { central }), rewriteOauthResource: input.flag('rewrite-oauth-resource'),
    };
    const recording = guard ? await (await import('@playhead/gateway/policy')).guardHttp({ ...options, ...guard }) : await recordHttp(options);
    const { url, sessionId } = recording;
    if (input.flag('json')) output.line(JSON.stringify({ schemaVersion: 1, url, sessionId, name }));
    else output.line(`Playhead records ${name} at ${url}`);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    const { problem } = await recording.close();
    if (problem !== undefined) output.note(`playhead gateway http: not everything was recorded: ${problem}`);
    return problem === undefined ? 0 : 1;
  },
};

/** `host:port`, `:port`, `port` or `host`. */
function listenOf(text: string | undefined): { host?: string; port?: number } {
  if (text === undefined) return {};
  const [, host, port] = /^(?:(\[[\da-f:.]+\]|[^:\s]*):)?(\d{1,5})$/i.exec(text) ?? /^(\[[\da-f:.]+\]|[^:\s]+)$/i.exec(text) ?? [];
  if ((host === undefined && port === undefined) || Number(port ?? 0) > 65_535) throw new PlayheadError('usage', `--listen must say where, such as 127.0.0.1:4000, not "${text}".`);
  return { ...(host && { host: host.replace(/^\[|\]$/g, '') }), ...(port !== undefined && { port: Number(port) }) };
}
