import type { RedactorOptions } from '@playhead/redaction';
import type { GuardMaker } from './session-recording.ts';

/** The key of a page is its own: its pseudonyms mean nothing elsewhere. */
export function redactionKey(dir: string | undefined): Uint8Array {
  void dir; // a page has no data directory
  return crypto.getRandomValues(new Uint8Array(32));
}

/** Makes what guards sessions. Its rules are loaded when the first session is recorded. */
export async function guardMaker(options: RedactorOptions): Promise<GuardMaker> {
  const [{ createRedactor }, { createRedactingGuard }] = await Promise.all([import('@playhead/redaction'), import('./redacting-guard.ts')]);
  const redactor = await createRedactor(options);
  return (limits) => createRedactingGuard(redactor, limits);
}
