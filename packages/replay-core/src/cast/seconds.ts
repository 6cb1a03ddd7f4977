/** A time or a stretch of time, as exact as it was written. */
export interface ExactTime {
  /** Whole microseconds, rounded down. */
  readonly microseconds: number;
  /** What is left of it, in millionths of a microsecond. */
  readonly rest: number;
  /** Whether `rest` is nothing, and nothing smaller stood there. */
  readonly whole: boolean;
}

const MOST_DIGITS = 40;
/** Twelve digits behind the point: microseconds and their millionths. */
const DIGITS = 12;

/** Reads a number of seconds as it stands in JSON. @returns undefined for what is none, or too large to be a time. */
export function parseSeconds(text: string): ExactTime | undefined {
  const [, sign, before = '', behind = '', exponent = '0'] = /^(-?)(\d{1,20})(?:\.(\d{1,64}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text) ?? [];
  const shift = Number(exponent);
  if (sign === undefined || Math.abs(shift) > MOST_DIGITS) return undefined;
  const digits = before + behind;
  const point = before.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const place = Math.max(1, point);
  const fraction = padded.slice(place).padEnd(DIGITS, '0');
  const size = Number(padded.slice(0, place) + fraction.slice(0, 6));
  if (!Number.isSafeInteger(size)) return undefined;
  const rest = Number(fraction.slice(6, DIGITS));
  const whole = !/[1-9]/.test(fraction.slice(6));
  if (sign === '') return { microseconds: size, rest, whole };
  return rest === 0 ? { microseconds: 0 - size, rest: 0, whole } : { microseconds: -size - 1, rest: 1e6 - rest, whole };
}

/** Writes microseconds as seconds, with at least one digit behind the point. */
export function formatSeconds(microseconds: number): string {
  const size = Math.abs(microseconds);
  const behind = String(size % 1e6).padStart(6, '0').replace(/0{1,5}$/, '');
  return `${microseconds < 0 ? '-' : ''}${Math.floor(size / 1e6)}.${behind}`;
}

/** Adds stretches of time without losing what is smaller than a microsecond. */
export function createIntervals(): (interval: ExactTime) => number {
  let microseconds = 0;
  let rest = 0;
  return (interval) => {
    rest += interval.rest;
    microseconds += interval.microseconds + Math.floor(rest / 1e6);
    rest %= 1e6;
    return microseconds;
  };
}
