import type { Token } from '@playhead/server';
import { tokenDirectory } from '@playhead/server/node';
import type { Command } from '../command.ts';
import { plain } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** `playhead token list`: which tokens there are. */
export const tokenListCommand: Command = {
  name: 'token list',
  about: 'list the tokens, without their secrets',
  examples: [
    { line: 'token list', about: 'which tokens there are' },
  ],
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    const tokens = [...tokenDirectory(dirOf(input, context)).list()].sort((one, other) => one.createdAt - other.createdAt);
    if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, tokens: tokens.map(tokenDocument) }));
    else if (tokens.length === 0) context.output.line('no tokens were made; the server is for programs of this machine only');
    else for (const token of tokens) context.output.line(lineOf(token));
    return 0;
  },
};

/** A token as `--json` tells it: everything but what could be compared with a secret. */
export function tokenDocument({ id, kind, workspace, name, createdAt, expiresAt, sessionId, lastUsedAt }: Token): Omit<Token, 'hash'> {
  return { id, kind, workspace, name, createdAt, ...(expiresAt !== undefined && { expiresAt }), ...(sessionId !== undefined && { sessionId }), ...(lastUsedAt !== undefined && { lastUsedAt }) };
}

function lineOf({ id, kind, workspace, name, expiresAt, sessionId, lastUsedAt }: Token): string {
  const use = lastUsedAt === undefined ? 'never used' : `used ${minute(lastUsedAt)}`;
  const end = expiresAt === undefined ? '' : expiresAt <= Date.now() * 1000 ? '  expired' : `  until ${minute(expiresAt)}`;
  return `${id}  ${kind.padEnd(6)}  ${workspace.padEnd(12)}  ${use.padEnd(21)}  ${plain(name, 60)}${sessionId === undefined ? '' : `  session ${sessionId}`}${end}`;
}

function minute(at: number): string {
  return new Date(at / 1000).toISOString().slice(0, 16).replace('T', ' ');
}
