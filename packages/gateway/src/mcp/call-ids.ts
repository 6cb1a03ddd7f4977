import type { Connection } from './connection.ts';

/** So many names of calls are remembered; calls after that have numbers. */
const MOST_NAMES = 100_000;
const CALL_NAME = /^[A-Za-z0-9_-]{8,128}$/;

/**
 * Makes ids for the calls of a connection: what the client calls a call, or a number. A name that came before, or that no recording would give a call, is not taken:
 * a call must not hide behind another one.
 */
export function createCallIds(connectionId: string): Connection['nextCall'] {
  let calls = 0;
  const names = new Set<string>();
  return (named) => {
    if (named === undefined || !CALL_NAME.test(named) || names.has(named) || names.size >= MOST_NAMES) return `${connectionId}:${calls++}`;
    names.add(named);
    return named;
  };
}
