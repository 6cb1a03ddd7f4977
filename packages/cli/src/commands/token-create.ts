import { PlayheadError } from '@playhead/protocol';
import { TOKEN_KINDS } from '@playhead/server';
import { tokenDirectory } from '@playhead/server/node';
import type { Command } from '../command.ts';
import { makeDataDirectory } from '../local-server.ts';
import { dirOf, dirOption, durationMs, jsonOption } from './shared-options.ts';
import { tokenDocument } from './token-list.ts';

/** `playhead token create`: a new token. Its secret is told here and never again. */
export const tokenCreateCommand: Command = {
  name: 'token create',
  about: 'make a token and print its secret, once',
  examples: [
    { line: 'token create --kind read --name dashboard --expires 30d', about: 'let somebody watch for a month' },
    { line: 'token create --kind ingest --session 01937d1e-7c3a-7000-8000-5f2b6c8d9e01 --expires 1d', about: 'let one session be recorded, and nothing else' },
  ],
  options: {
    kind: { type: 'string', values: TOKEN_KINDS, about: `${TOKEN_KINDS.join(', ')}: add recordings, watch them, or everything` },
    workspace: { type: 'string', value: 'name', about: 'whose recordings it is for (default: default)' },
    session: { type: 'string', value: 'id', about: 'the only session that it is for (default: all of the workspace)' },
    name: { type: 'string', about: 'what to call it, such as the machine it is for' },
    expires: { type: 'string', value: 'time', about: 'for how long it is good, such as 30d (default: until it is revoked)' },
    dir: dirOption,
    json: jsonOption,
  },
  async run(input, context) {
    const kind = TOKEN_KINDS.find((one) => one === input.text('kind'));
    if (!kind) throw new PlayheadError('usage', `--kind must be one of ${TOKEN_KINDS.join(', ')}: ingest adds recordings and reads nothing, read watches them, admin may also change and delete them.`);
    const [workspace, name, sessionId, lifeMs] = [input.text('workspace'), input.text('name'), input.text('session'), durationMs(input, 'expires')];
    const dir = dirOf(input, context);
    makeDataDirectory(dir);
    const { secret, token } = tokenDirectory(dir).create({
      kind, ...(workspace !== undefined && { workspace }), ...(name !== undefined && { name }), ...(sessionId !== undefined && { sessionId }), ...(lifeMs !== undefined && { expiresAt: (Date.now() + lifeMs) * 1000 }),
    });
    if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, secret, token: tokenDocument(token) }));
    else {
      context.output.line(secret);
      context.output.note(`This is the secret of the ${kind} token ${token.id} for ${token.sessionId === undefined ? '' : `the session ${token.sessionId} of `}the workspace ${token.workspace}. It is not kept, so copy it now; servers of ${dir} accept it from this moment on.`);
    }
    return 0;
  },
};
