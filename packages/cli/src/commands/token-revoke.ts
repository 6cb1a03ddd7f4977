import { PlayheadError } from '@playhead/protocol';
import { tokenDirectory } from '@playhead/server/node';
import type { Command } from '../command.ts';
import { plain } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** `playhead token revoke`: takes a token out of use for good. */
export const tokenRevokeCommand: Command = {
  name: 'token revoke',
  usage: '<id or name>',
  about: 'take a token out of use; servers refuse it within a second',
  examples: [
    { line: 'token revoke dashboard', about: 'take one out of use' },
  ],
  positionals: { min: 1, max: 1 },
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    const [wanted = ''] = input.positionals;
    const tokens = tokenDirectory(dirOf(input, context));
    const all = tokens.list();
    const found = all.filter(({ id }) => id === wanted);
    const named = found.length > 0 ? found : all.filter(({ name }) => name === wanted);
    const [token] = named;
    if (!token) throw new PlayheadError('not_found', 'There is no token of this id or name, so none was revoked. See which there are with playhead token list.');
    if (named.length > 1) throw new PlayheadError('usage', `${named.length} tokens have this name, so none was revoked. Name one by its id: ${named.map(({ id }) => id).join(', ')}.`);
    const revoked = tokens.revoke(token.id);
    if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, id: token.id, revoked }));
    else context.output.line(`revoked the ${token.kind} token ${token.id} (${plain(token.name, 60)})`);
    return 0;
  },
};
