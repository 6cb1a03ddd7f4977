import { PlayheadError } from '@playhead/protocol';

/**
 * A parameter that is one of a few words.
 *
 * @throws PlayheadError `usage` when it is another one.
 */
export function choiceOf<Value extends string>(params: URLSearchParams, name: string, known: readonly Value[]): Value | undefined {
  const value = params.get(name);
  if (value === null) return undefined;
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new PlayheadError('usage', `The parameter ${name} must be one of ${known.join(', ')}. Correct it and ask again.`);
}

/**
 * A parameter that is a whole number.
 *
 * @throws PlayheadError `usage` when it is none, or out of bounds.
 */
export function numberOf(params: URLSearchParams, name: string, bounds: { readonly min: number; readonly max: number }): number | undefined {
  const value = params.get(name);
  if (value === null) return undefined;
  const number = /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= bounds.min && number <= bounds.max) return number;
  throw new PlayheadError('usage', `The parameter ${name} must be a whole number from ${bounds.min} to ${bounds.max}. Correct it and ask again.`);
}
