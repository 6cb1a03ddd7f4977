import type { Expect } from './rule.ts';

/** The suite's own `expect`, for runners that have none. Its errors say both values. */
export const plainExpect: Expect = (actual, message = '') => {
  const check = (holds: boolean, expected: unknown): void => {
    if (!holds) throw new Error(`${message === '' ? '' : `${message}: `}expected ${shown(expected)}, but it is ${shown(actual)}`);
  };
  return {
    toBe: (expected) => check(Object.is(actual, expected), expected),
    toEqual: (expected) => check(equals(actual, expected), expected),
  };
};

/** Whether two values are the same through and through. A key that holds undefined counts as absent. */
export function equals(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b) || ArrayBuffer.isView(a) !== ArrayBuffer.isView(b)) return false;
  const left = entriesOf(a);
  const right = entriesOf(b);
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && equals(value, right.get(key)));
}

function entriesOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).filter(([, inner]) => Array.isArray(value) || inner !== undefined));
}

const LONGEST = 500;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : typeof value === 'object' && value !== null ? (JSON.stringify(value) ?? String(value)) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
