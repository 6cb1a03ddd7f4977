import { resolve } from 'node:path';
import { dataDirectory } from '@playhead/storage-adapters/fs';
import { PlayheadError } from '@playhead/protocol';
import type { CommandContext, CommandInput, CommandOption } from '../command.ts';

/** `--dir`: which recordings. */
export const dirOption: CommandOption = { type: 'string', value: 'path', completes: 'folder', about: 'data directory (default: PLAYHEAD_HOME, else the XDG data directory)' };

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

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a time such as `90s`, `30m`, `24h`, `7d` or `0`.
 *
 * @returns Milliseconds; undefined when the option was not given.
 * @throws PlayheadError `usage`.
 */
export function durationMs(input: CommandInput, name: string): number | undefined {
  const text = input.text(name);
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d{1,9})(s|m|h|d)?$/.exec(text) ?? [];
  if (count !== undefined && (unit !== undefined || Number(count) === 0)) return Number(count) * (UNITS[unit ?? 's'] ?? 0);
  throw new PlayheadError('usage', `--${name} must be a time such as 30m, 24h or 7d, not "${text}".`);
}
