import { PlayheadError } from '@playhead/protocol';
import type { CommandInput } from '../command.ts';

const UNIT_US: Readonly<Record<string, number>> = { m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000, w: 604_800_000_000 };
const UNIT_BYTES: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1000, kb: 1000, m: 1_000_000, mb: 1_000_000, g: 1_000_000_000, gb: 1_000_000_000 };

/**
 * Reads a moment: how long ago (`30m`, `12h`, `2d`, `1w`), or an ISO date or time, of UTC where it names no zone.
 *
 * @param now - Milliseconds since the Unix epoch.
 * @returns Integer microseconds since the Unix epoch; undefined when the option was not given.
 * @throws PlayheadError `usage`.
 */
export function momentOption(input: CommandInput, name: string, now: number): number | undefined {
  const text = input.text(name);
  if (text === undefined) return undefined;
  const [, count, unit = ''] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined) return Math.max(0, Math.trunc(now) * 1000 - Number(count) * (UNIT_US[unit] ?? 0));
  const [, date, time, zone = 'Z'] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T${time ?? '00:00'}${zone}`);
  if (Number.isSafeInteger(at) && at >= 0) return at * 1000;
  throw new PlayheadError('usage', `--${name} must be how long ago, such as 30m, 12h, 2d or 1w, or a date such as 2026-11-21 or 2026-11-21T09:30, not "${text}".`);
}

/**
 * Reads a size, such as `500`, `64kB` or `1.5MB`, in steps of a thousand.
 *
 * @returns Bytes; undefined when the option was not given.
 * @throws PlayheadError `usage`.
 */
export function sizeOption(input: CommandInput, name: string): number | undefined {
  const text = input.text(name);
  if (text === undefined) return undefined;
  const [, number, unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?) ?([a-z]{0,2})$/i.exec(text) ?? [];
  const factor = UNIT_BYTES[unit.toLowerCase()];
  if (number !== undefined && factor !== undefined) return Math.round(Number(number) * factor);
  throw new PlayheadError('usage', `--${name} must be a size such as 500, 64kB or 1.5MB, not "${text}".`);
}

/** Reads a list of words with commas between them; undefined when the option was not given. */
export function wordsOption(input: CommandInput, name: string): readonly string[] | undefined {
  return input.text(name)?.split(',').map((word) => word.trim()).filter((word) => word !== '');
}

/** A word of a few; undefined when the option was not given. @throws PlayheadError `usage` for another one. */
export function oneOf<Value extends string>(input: CommandInput, name: string, known: readonly Value[]): Value | undefined {
  const text = input.text(name);
  const value = known.find((one) => one === text);
  if (text !== undefined && value === undefined) throw new PlayheadError('usage', `--${name} must be one of ${known.join(', ')}, not "${text}".`);
  return value;
}
