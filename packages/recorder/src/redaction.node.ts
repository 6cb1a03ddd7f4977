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

/** Makes what guards sessions, at once where nobody has rules of their own: an event can then be written as soon as it is recorded. */
export function guardMaker(options: RedactorOptions): GuardMaker | Promise<GuardMaker> {
  const { rules = [], ...rest } = options;
  if (rules.length > 0) return createRedactor(options).then((redactor) => (limits) => createRedactingGuard(redactor, limits));
  const redactor = createLoadedRedactor({ ...rest, userRules: [] });
  return (limits) => createRedactingGuard(redactor, limits);
}
