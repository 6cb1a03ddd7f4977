import { PlayheadError } from '@playhead/protocol';
import type { CommandInput } from '../command.ts';
import { sizeText } from '../plain-text.ts';

/** More than this is not put together at once unless the user says so: it takes a multiple in memory. */
const MOST_BYTES = 256_000_000;

/**
 * Keeps a command from reading what would not fit into memory, unless the user said `--all`.
 *
 * @param what - What is large, at the beginning of a sentence.
 * @param instead - What else the user can do, as the beginning of a sentence that goes on with `have everything with --all`.
 * @throws PlayheadError `usage`.
 */
export function refuseLarge(bytes: number, what: string, input: CommandInput, instead = ''): void {
  if (bytes <= MOST_BYTES || input.flag('all')) return;
  throw new PlayheadError('usage', `${what} is ${sizeText(bytes)}, which takes more memory than most machines have, so it was not read. ${instead === '' ? 'H' : `${instead}, or h`}ave everything with --all.`);
}
