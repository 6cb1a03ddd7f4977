import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlayheadError } from '@playhead/protocol';
import type { CommandContext, CommandInput } from './command.ts';

/**
 * The server that records alone, by `--url` and `--token-file`.
 *
 * @returns Undefined where none is named.
 * @throws PlayheadError `usage` for one without the other, and for a file that cannot be read.
 */
export function serverAlone(input: CommandInput, { cwd }: Pick<CommandContext, 'cwd'>): { readonly url: string; readonly token: string } | undefined {
  const [url, file] = [input.text('url'), input.text('token-file')];
  if (url === undefined && file === undefined) return undefined;
  if (url === undefined || file === undefined) throw new PlayheadError('usage', '--url and --token-file go together: where it is recorded, and the file of the token for it.');
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) throw new PlayheadError('usage', '--url must be the address of a Playhead server, such as https://playhead.example.com.');
  try {
    return { url, token: readFileSync(resolve(cwd, file), 'utf8').trim() };
  } catch (error) {
    throw new PlayheadError('usage', `The token could not be read from ${file}. Make the file readable to this user.`, { cause: error });
  }
}
