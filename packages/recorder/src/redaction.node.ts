import { cpuUsage } from 'node:process';
import { createRedactor, type RedactorOptions } from '@playhead/redaction';
import { createLoadedRedactor } from '@playhead/redaction/engine';
import { dataDirectory } from './environment.node.ts';
import { workspaceKey } from './node/workspace-key.ts';
import { createRedactingGuard } from './redacting-guard.ts';
import type { GuardMaker } from './session-recording.ts';

/** The key that makes pseudonyms recognisable: that of the data directory. */
export function redactionKey(dir: string | undefined): Uint8Array {
  return workspaceKey(dir ?? dataDirectory());
}

/**
 * How long an event may take, in milliseconds on the clock: much more than rules in linear time need, since on a machine that
 * builds and tests something the clock goes on while others work, and what was not looked at in time is not kept.
 */
const DEADLINE_MS = 1000;

/** Milliseconds that this process worked, on all its threads. */
function workClock(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** Makes what guards sessions, at once where nobody has rules of their own: an event can then be written as soon as it is recorded. */
export function guardMaker(options: RedactorOptions): GuardMaker | Promise<GuardMaker> {
  const { rules = [], ...rest } = { deadlineMs: DEADLINE_MS, workClock, ...options };
  if (rules.length > 0) return createRedactor({ ...rest, rules }).then((redactor) => (limits) => createRedactingGuard(redactor, limits));
  const redactor = createLoadedRedactor({ ...rest, userRules: [] });
  return (limits) => createRedactingGuard(redactor, limits);
}
