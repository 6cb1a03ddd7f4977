import { resolve } from 'node:path';
import { dataDirectory } from '@playhead/storage-adapters/fs';
import { PlayheadError } from '@playhead/protocol';
import type { CommandContext, CommandInput, CommandOption } from '../command.ts';

/** `--dir`: which recordings. */
export const dirOption: CommandOption = { type: 'string', value: 'path', about: 'data directory (default: PLAYHEAD_HOME, else the XDG data directory)' };

/** `--json`: for programs. */
export const jsonOption: CommandOption = { type: 'boolean', about: 'print JSON with a schemaVersion' };

/** The data directory that the user means. */
export function dirOf(input: CommandInput, { env, cwd }: CommandContext): string {
  const dir = input.text('dir');
  return dir === undefined ? dataDirectory(env) : resolve(cwd, dir);
}

/**
 * Reads a whole number.
 *
 * @throws PlayheadError `usage`.
 */
export function wholeNumber(input: CommandInput, name: string, range: { min: number; max: number }): number | undefined {
  const text = input.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= range.min && value <= range.max) return value;
  throw new PlayheadError('usage', `--${name} must be a whole number from ${range.min} to ${range.max}, not "${text}".`);
}
